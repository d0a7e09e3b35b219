"""Actors in text: who is meant, by a registry of names and by context."""

from analysis.actors.find import find_mentions
from analysis.actors.mentions import Mention
from analysis.actors.models import Actor, Office, Rule
from analysis.actors.registry import Registry, RegistryError, load_registry

__all__ = ["Actor", "Mention", "Office", "Registry", "RegistryError", "Rule", "find_mentions", "load_registry"]
