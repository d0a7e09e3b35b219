"""Topic frequency, actor co-occurrence and timeline analysis of Arabic news articles."""
