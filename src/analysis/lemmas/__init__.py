"""Words to lemmas, by what is built in or by CAMeL Tools."""

from analysis.lemmas.lemmatize import describe, fetch, is_stop, lemmatize, stop_words

__all__ = ["describe", "fetch", "is_stop", "lemmatize", "stop_words"]
