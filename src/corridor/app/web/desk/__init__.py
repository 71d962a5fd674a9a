"""The desk: the queue, one claim at work, what waits for a second person, appeals, quality, measures."""
