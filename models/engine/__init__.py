"""The engine's own tables: what registers leave behind them, and what people chose."""

from models.engine.accounts import Draft, LoginAttempt, SavedView, StarredRegister, UserSession
from models.engine.approval import ApprovalStep
from models.engine.display import called, called_column, display, display_column, display_name
from models.engine.history import Attachment, HistoryEntry, PressedForm
from models.engine.importing import ImportBatch, ImportState
from models.engine.mail import OutgoingMail
from models.engine.notice import Notice
from models.engine.numbering import Counter
from models.engine.reading import Reading
from models.engine.rights import RoleRight, Stamp
from models.engine.sampling import SampleDraw, SampleHome
from models.engine.search import SearchEntry
from models.engine.settings import setting
from models.engine.titles import title_of, titles_at

__all__ = [
    "ApprovalStep",
    "Attachment",
    "Counter",
    "Draft",
    "HistoryEntry",
    "ImportBatch",
    "ImportState",
    "LoginAttempt",
    "Notice",
    "OutgoingMail",
    "PressedForm",
    "Reading",
    "RoleRight",
    "SampleDraw",
    "SampleHome",
    "SavedView",
    "SearchEntry",
    "Stamp",
    "StarredRegister",
    "UserSession",
    "called",
    "called_column",
    "display",
    "display_column",
    "display_name",
    "setting",
    "title_of",
    "titles_at",
]
