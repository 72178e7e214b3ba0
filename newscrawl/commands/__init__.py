"""`scrapy <file name>`: what a person types."""
