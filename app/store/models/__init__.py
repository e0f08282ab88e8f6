"""The tables: one class each, as users see them."""

from app.store.models.access import Allowance, ApiKey, AuditEntry
from app.store.models.articles import ArticleShingle, ArticleText, CopyKind, Outlet, StoredArticle
from app.store.models.base import Base
from app.store.models.batches import Batch
from app.store.models.events import Event
from app.store.models.feeds import FeedHealth
from app.store.models.identities import PersonMark, PersonName, PersonOffice, StoredOrganisation, StoredPerson
from app.store.models.jobs import Fetch, IngestFailure, IngestRun, RunState
from app.store.models.ledger import (
    LATER,
    Action,
    Claim,
    DecisionMeeting,
    Source,
    SourceAccount,
    SourceState,
    StoredCorrection,
    StoredDecision,
)
from app.store.models.meetings import (
    GONE,
    Meeting,
    MeetingBlock,
    MeetingState,
    MeetingText,
    MeetingTopic,
    MeetingTopicState,
    Participant,
    ParticipantState,
)
from app.store.models.postings import UNDATED, Facet, Posting
from app.store.models.pushes import Push
from app.store.models.webhooks import Delivery, Webhook

__all__ = [
    "GONE",
    "LATER",
    "UNDATED",
    "Action",
    "Allowance",
    "ApiKey",
    "ArticleShingle",
    "ArticleText",
    "AuditEntry",
    "Base",
    "Batch",
    "Claim",
    "CopyKind",
    "DecisionMeeting",
    "Delivery",
    "Event",
    "Facet",
    "FeedHealth",
    "Fetch",
    "IngestFailure",
    "IngestRun",
    "Meeting",
    "MeetingBlock",
    "MeetingState",
    "MeetingText",
    "MeetingTopic",
    "MeetingTopicState",
    "Outlet",
    "Participant",
    "ParticipantState",
    "PersonMark",
    "PersonName",
    "PersonOffice",
    "Posting",
    "Push",
    "RunState",
    "Source",
    "SourceAccount",
    "SourceState",
    "StoredArticle",
    "StoredCorrection",
    "StoredDecision",
    "StoredOrganisation",
    "StoredPerson",
    "Webhook",
]
