"""What can go wrong in the store.

StoreError
├── ServerError      the embedded server cannot be started, reached or stopped
├── StoreTooNew      the data was written by a later Corridor or PostgreSQL
├── WrongRole        the connection may do more, or less, than the application may
├── TenantError      no sponsor is set, it is unknown, or one is set already
├── Refused          the database refused rows: a constraint, an append-only table, an unbalanced entry
├── UpkeepError      the database cannot be dumped, loaded or put in another's place
└── FrameError       a frame does not fit the table it is meant for, or a result has no frame type
"""


class StoreError(RuntimeError):
    """Base of all errors of the store. No message holds a value of a row: rows are about people."""


class ServerError(StoreError):
    """The embedded server cannot be started, reached or stopped."""


class StoreTooNew(StoreError):
    """The data was written by a later Corridor or PostgreSQL than this one; nothing was touched."""


class WrongRole(StoreError):
    """The connection's role is not the application's."""


class TenantError(StoreError):
    """No sponsor is set, it is unknown, or one is set already."""


class Refused(StoreError):
    """The database refused the rows; the transaction is over."""


class UpkeepError(StoreError):
    """The database cannot be dumped, loaded or put in another's place."""


class FrameError(StoreError):
    """A frame does not fit the table it is meant for."""
