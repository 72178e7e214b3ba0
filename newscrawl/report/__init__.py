"""What people look at: one article with what was cut from it, one run."""
