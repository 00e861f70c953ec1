"""YAML to the model: read, shape, build. Nothing downstream sees YAML."""
