"""How likely each line is part of the story: what is seen of it, and the trees that judge it."""
