"""The desk as pages show it: the queue, one claim at work, what waits for a second person."""
