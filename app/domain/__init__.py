"""The vocabulary of the project as frozen values: articles, mentions, calendar dates, meetings."""
