"""`/v1/exports`: whole lists as files."""

from typing import Any

from fastapi import APIRouter, Request, Response

from app.api import exports
from app.api.documentation import exporting
from app.api.exports import ArticleExport, DeletedExport, MeetingExport, OrganisationExport, PersonExport
from app.api.problems import Tombstone
from app.api.schemas.articles import Article
from app.api.schemas.meetings import Meeting
from app.api.schemas.parties import Organisation, Person
from app.exports.formats import Format
from app.queries import articles, deleted, meetings, organisations, people

router = APIRouter(prefix="/exports", tags=["Exports"])


@router.get("/meetings", summary="Export meetings", **exporting(Meeting, MeetingExport))
async def export_meetings(request: Request) -> Response:
    """All meetings that meet every filter given, as one file, as the store is when the request arrives."""
    asked = MeetingExport.of(request)
    return await _answer(request, asked, meetings.every)


@router.get("/meetings/deleted", summary="Export deleted meetings", **exporting(Tombstone, DeletedExport))
async def export_deleted_meetings(request: Request) -> Response:
    """All records that were retracted or merged into another one, as one file: for those who keep a copy."""
    asked = DeletedExport.of(request)
    return await _answer(request, asked, deleted.every)


@router.get("/people", summary="Export people", **exporting(Person, PersonExport))
async def export_people(request: Request) -> Response:
    """All people who meet every filter given, as one file."""
    asked = PersonExport.of(request)
    return await _answer(request, asked, people.every)


@router.get("/organisations", summary="Export organisations", **exporting(Organisation, OrganisationExport))
async def export_organisations(request: Request) -> Response:
    """All organisations that meet every filter given, as one file."""
    asked = OrganisationExport.of(request)
    return await _answer(request, asked, organisations.every)


@router.get("/articles", summary="Export articles", **exporting(Article, ArticleExport))
async def export_articles(request: Request) -> Response:
    """All articles that meet every filter given, as one file, without their texts."""
    asked = ArticleExport.of(request)
    return await _answer(request, asked, articles.every)


async def _answer(request: Request, asked: Any, every: exports.Every) -> Response:
    """A file in lines where nothing else is asked for: it can be read while it arrives."""
    choice = asked.choice(request, otherwise=Format.NDJSON)
    return await exports.answer(request, choice, every, asked.filter(), getattr(asked, "sort", None) or "")
