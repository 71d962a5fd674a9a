"""The desk: claims that wait for a person, and what people do about them."""
