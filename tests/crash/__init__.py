"""What is promised of a crawl that is killed, starved of disk or started twice: lost 0, doubled 0, torn 0."""
