"""From cleaned rows to the warehouse, whole or not at all.

Comes in: sheets that reading has cleaned, and who acts for whom.
Goes out: uploads, parties, decisions, questions, companies and evidence, in the caller's one transaction.
Never: opens a transaction, reads a file, or shows one uploader what another's list says.

Read in this order: `upload` (one list), `parties`, `resolve` (which company), `register`, `evidence`,
`replace` (newer for older), `undo`, `answers` (what people say afterwards), `companies`, `frames`.
"""

from ingest.load.frames import write_frames

__all__ = ["write_frames"]
