"""Claims and appeals under 29 CFR 2560.503-1: by when a decision is due, with questions, extensions and pauses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from corridor.clocks.due import Due
from corridor.clocks.figures import Figure, checked_kind, figure, figure_or_none
from corridor.clocks.stops import Stop, days_after, hours_after
from corridor.wording.said import Said, said


@dataclass(frozen=True)
class Question:
    """Information asked of the claimant. answered_on None: nothing has come yet."""

    asked_on: date
    answered_on: date | None = None


@dataclass(frozen=True)
class _Run:
    """A clock that runs: what it is called, from when, and what has been said of it so far."""

    start: date | datetime
    stops: list[Stop]
    why: list[Said]

    @property
    def day(self) -> date:
        return self.start.date() if isinstance(self.start, datetime) else self.start

    @property
    def moment(self) -> datetime:
        return self.start if isinstance(self.start, datetime) else datetime.combine(self.start, time())


def decision_due(
    kind: str,
    received: date | datetime,
    *,
    questions: Sequence[Question] = (),
    extensions: Sequence[date] = (),
    pauses: Sequence[Stop] = (),
) -> Due:
    """By when a claim of that kind is decided.

    received: a claim in hours runs from the moment, a day counts from its beginning. questions: the clock stands from
    the day after each until its answer, at most for the time that the claimant has; a question extends the time too.
    extensions: days on which the claimant was told of one; told after the end of the time before, it extends nothing.
    pauses: days that do not count, such as those of a disaster. Raises ClockError for an unknown kind.
    """
    run = _Run(received, list(pauses), [])
    checked_kind(kind)
    initial = figure(f"erisa.{kind}.initial", run.day)
    if initial.unit == "hours":
        return _due_in_hours(kind, run, initial, questions)
    answers = [_until_answer(kind, question, run) for question in questions]
    run.stops.extend(Stop(asked.asked_on + timedelta(days=1), until) for asked, until in answers)
    days = initial.value
    _say_length(run, "decision", initial)
    days += _extended(kind, run, days, questions, extensions)
    due = days_after(run.day, days, run.stops)
    return _at_most_after_answers(kind, run, due, [until for _, until in answers])


def appeal_due(
    kind: str,
    filed: date | datetime,
    *,
    levels: int = 1,
    is_extended: bool = False,
    questions: Sequence[Question] = (),
    pauses: Sequence[Stop] = (),
) -> Due:
    """By when an appeal is decided. levels: with two of a plan, each has half of the days of a health claim.

    is_extended: the claimant was told of an extension in time, where the kind of claim knows one (disability).
    """
    run = _Run(filed, list(pauses), [])
    checked_kind(kind)
    length = figure(f"erisa.{kind}.appeal", run.day)
    if length.unit == "hours":
        run.why.append(_length_said("appeal", length))
        at = hours_after(run.moment, length.value, run.stops)
        return Due("appeal", at.date() if at else None, tuple(run.why), at)
    days = length.value
    _say_length(run, "appeal", length)
    if levels > 1 and kind != "disability":
        days //= levels
        run.why.append(said("{levels} levels of appeal share the time: {days} days for each", levels=levels, days=days))
    if is_extended and (more := figure_or_none(f"erisa.{kind}.appeal_extension", run.day)):
        days += more.value
        run.why.append(said("extended by {days} days ({source})", days=more.value, source=more.source))
    answers = [_until_answer(kind, question, run) for question in questions]
    run.stops.extend(Stop(asked.asked_on + timedelta(days=1), until) for asked, until in answers)
    return _finished("appeal", run, days_after(run.day, days, run.stops))


def appeal_until(kind: str, notice_on: date, *, days: int | None = None, pauses: Sequence[Stop] = ()) -> Due:
    """Until when a denial may be appealed. days: what the plan document gives, where it is more than the law's."""
    run = _Run(notice_on, list(pauses), [])
    window = figure(f"erisa.{checked_kind(kind)}.appeal_window", notice_on)
    _say_length(run, "appeal may be filed", window)
    if days is not None and days > window.value:
        run.why.append(said("the plan document gives {days} days", days=days))
    return _finished("appeal_window", run, days_after(notice_on, max(days or 0, window.value), run.stops))


def information_until(kind: str, asked: date | datetime, *, pauses: Sequence[Stop] = ()) -> Due:
    """Until when at least the claimant may answer what was asked. Of concurrent care as of an urgent claim."""
    run = _Run(asked, list(pauses), [])
    length = figure(f"erisa.{_clock_of_answers(checked_kind(kind))}.information", run.day)
    run.why.append(_length_said("answer", length))
    if length.unit == "hours":
        at = hours_after(run.moment, length.value, run.stops)
        return Due("information", at.date() if at else None, tuple(run.why), at)
    return _finished("information", run, days_after(run.day, length.value, run.stops))


def notice_due(name: str, kind: str, since: date | datetime) -> Due:
    """A notice that a claim asks for: `incomplete_notice`, `wrongly_filed_notice`, `written_after_oral`.

    since: when the claim came, for the last when the claimant was told orally. Raises ClockError where the kind of
    claim knows no such notice.
    """
    run = _Run(since, [], [])
    length = figure(f"erisa.{checked_kind(kind)}.{name}", run.day)
    run.why.append(_length_said("notice", length))
    if length.unit == "hours":
        at = run.moment + timedelta(hours=length.value)
        return Due(name, at.date(), tuple(run.why), at)
    return _finished(name, run, run.day + timedelta(days=length.value))


def concurrent_due(asked_at: datetime, care_ends_at: datetime, *, pauses: Sequence[Stop] = ()) -> Due:
    """By when an urgent request to go on with care is decided: asked in time, sooner than an urgent claim."""
    margin = figure("erisa.concurrent.asked_before_end", asked_at.date())
    in_time = care_ends_at - asked_at >= timedelta(hours=margin.value)
    return decision_due("concurrent" if in_time else "urgent", asked_at, pauses=pauses)


def _clock_of_answers(kind: str) -> str:
    return "urgent" if kind == "concurrent" else kind


def _due_in_hours(kind: str, run: _Run, initial: Figure, questions: Sequence[Question]) -> Due:
    """An urgent claim: 72 hours; once something was asked, 48 hours after the answer or the end of its time."""
    run.why.append(_length_said("decision", initial))
    at = hours_after(run.moment, initial.value, run.stops)
    for question in questions:
        window = information_until(kind, question.asked_on, pauses=run.stops)
        came = question.answered_on
        ends = datetime.combine(came, time(), run.moment.tzinfo) if came else window.at
        if ends is None or (window.at is not None and ends.replace(tzinfo=None) > window.at):
            ends = window.at
        after = figure(f"erisa.{_clock_of_answers(kind)}.decide_after_information", run.day)
        run.why.append(_length_said("decision after the answer or the end of its time", after))
        at = hours_after(ends, after.value, run.stops) if ends else None
    return Due("decision", at.date() if at else None, tuple(run.why), at)


def _until_answer(kind: str, question: Question, run: _Run) -> tuple[Question, date | None]:
    """The question, and the day after the last one on which the clock stands for it."""
    last = information_until(kind, question.asked_on, pauses=run.stops).day
    came = question.answered_on
    ends = min((day for day in (last, came) if day is not None), default=None)
    if came is not None and came == ends:
        run.why.append(
            said(
                "asked on {asked}, answered on {day}: the days between do not count", asked=question.asked_on, day=came
            )
        )
    elif ends is not None:
        run.why.append(
            said("asked on {asked}; without an answer the clock goes on after {day}", asked=question.asked_on, day=ends)
        )
    return question, ends + timedelta(days=1) if ends else None


def _extended(kind: str, run: _Run, days: int, questions: Sequence[Question], extensions: Sequence[date]) -> int:
    """Days that extensions add: each told of before the time before it ended; a question is told of as one."""
    each, most = figure_or_none(f"erisa.{kind}.extension", run.day), figure_or_none(f"erisa.{kind}.extensions", run.day)
    if each is None or most is None:
        return 0
    added = 0
    for told_on in sorted({*extensions, *(question.asked_on for question in questions)})[: most.value]:
        end = days_after(run.day, days + added, run.stops)
        if end is not None and told_on > end:
            run.why.append(said("told of on {day}, after {end}: it extends nothing", day=told_on, end=end))
            break
        added += each.value
        run.why.append(
            said(
                "extended by {days} days, told of on {day} ({source})", days=each.value, day=told_on, source=each.source
            )
        )
    return added


def _at_most_after_answers(kind: str, run: _Run, due: date | None, ends: Sequence[date | None]) -> Due:
    """The day, or the earlier one that follows the last answer."""
    after = figure_or_none(f"erisa.{kind}.decide_after_information", run.day)
    if ends and after and None not in ends:
        last = max(end for end in ends if end is not None) - timedelta(days=1)
        sooner = days_after(last, after.value, run.stops)
        if sooner is not None and (due is None or sooner < due):
            due = sooner
            run.why.append(_length_said("decision after the answer or the end of its time", after))
    return _finished("decision", run, due)


def _finished(name: str, run: _Run, day: date | None) -> Due:
    run.why.append(said("due on {day}", day=day) if day else said("the clock stands still: nothing is due yet"))
    return Due(name, day, tuple(run.why))


def _say_length(run: _Run, what: str, length: Figure) -> None:
    run.why.append(_length_said(what, length))
    for stop in run.stops:
        end = stop.end_exclusive
        run.why.append(
            said("days from {start} to before {end} do not count", start=stop.start, end=end)
            if end
            else said("days from {start} on do not count", start=stop.start)
        )


def _length_said(what: str, length: Figure) -> Said:
    return said(
        "{what}: {value} {unit} ({source})",
        what=WORDS[what],
        value=length.value,
        unit=UNITS[length.unit],
        source=length.source,
    )


WORDS = {
    "decision": said("decision"),
    "decision after the answer or the end of its time": said("decision after the answer or the end of its time"),
    "appeal": said("decision on the appeal"),
    "appeal may be filed": said("time to appeal"),
    "answer": said("time to answer"),
    "notice": said("notice"),
}
UNITS = {
    "hours": said("hours"),
    "days": said("days"),
    "business_days": said("business days"),
    "months": said("months"),
}
