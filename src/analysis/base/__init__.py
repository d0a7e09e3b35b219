"""What knows neither Arabic nor news: frames, periods, statistics, files."""
