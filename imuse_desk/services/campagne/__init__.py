"""A site's campaign: its dates, what it asks of families, who has not answered yet, its end."""
