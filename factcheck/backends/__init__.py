"""Adapters to parsers, embedders and NLI models; the only home of their libraries."""
