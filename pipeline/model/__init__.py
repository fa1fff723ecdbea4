"""The types that flow through the stages: frozen dataclasses without I/O."""
