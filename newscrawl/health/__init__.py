"""WHETHER A SITE IS AS IT ALWAYS WAS: its pages (`guard`), how much it publishes (`volume`). Pure: no Scrapy, no clock."""
