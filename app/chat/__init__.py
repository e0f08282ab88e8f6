"""Reads articles with a language model behind an OpenAI-compatible endpoint; believes only what the text bears out."""
