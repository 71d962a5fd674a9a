"""What a service refuses, said so that whoever asked can mend it."""


class ServiceError(ValueError):
    """An order that cannot be carried out; the message says where, what was found, what was expected."""
