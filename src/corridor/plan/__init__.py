"""The plan document as data: YAML -> checked Plan -> arrays that the kernel reads."""
