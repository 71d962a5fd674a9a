"""`corridor demo`: a made-up employer over three plan years, on genuine files."""

from typing import Annotated, Any

import typer

from corridor.app.cli.options import AsJson, share_nothing_among_threads


def register(app: typer.Typer) -> None:
    app.command()(demo)


def demo(
    small: Annotated[bool, typer.Option("--small", help="40 employees over half a year: for tests.")] = False,
    as_json: AsJson = False,
) -> None:
    """Make the demo employer's files, do the main job on them, and print what a finance lead would read."""
    share_nothing_among_threads()
    from corridor.app.config.environment import home_folder
    from corridor.app.services.ahead import second_process
    from corridor.app.services.demo.generate import make_files

    home = home_folder()
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with second_process() as second:
        making = second.submit(make_files, home / "demo" / ("small" if small else "full"), small=small)
        # What follows is imported while the other process makes the files.
        from corridor.app.cli.output import print_json, progress
        from corridor.app.services.demo.run import run_demo, warm_up
        from corridor.app.services.summary import summarise
        from corridor.app.store.connect import open_store

        open_store()
        warm_up()
        with progress("the main job") as advance:
            done = run_demo(making.result(), small=small, second=second, progress=advance)
    if done.files_new == 0 and done.rounds == 0:
        typer.echo(f"all {done.files_known} files were already taken in; nothing was changed", err=True)
    summary = summarise("MERIDIAN", done.as_of)
    if as_json:
        print_json(_as_data(summary))
    else:
        print_summary(summary)


def _as_data(summary: Any) -> dict[str, Any]:
    data = dict(vars(summary))
    data["automatic"] = vars(summary.automatic)
    return {name: value.to_dicts() if hasattr(value, "to_dicts") else value for name, value in data.items()}


def print_summary(summary: Any) -> None:
    """The page of services/summary.py, for people."""
    from corridor.app.cli.output import dollars, money, print_table

    typer.echo(f"\n{summary.name}, as of {summary.as_of}: {summary.employees} employees, {summary.people} people\n")
    print_table(
        "Paid against budget by month (dollars; minus: more was paid)",
        ("month", "employees", "budget", "claims", "fees", "premium", "recovered", "cost", "surplus", "year to date"),
        [
            [
                f"{row['month']:%Y-%m}",
                row["employees"],
                *(
                    dollars(row[f"{name}_cents"])
                    for name in ("budget", "claims", "fee", "premium", "recovery", "actual", "surplus")
                ),
                dollars(row["cumulative_surplus_cents"]),
            ]
            for row in summary.months.to_dicts()
        ],
        numbers=range(1, 10),
    )
    for row in summary.years.to_dicts():
        year = row["plan_year_start"].year
        is_over = row["plan_year_start"].replace(year=year + 1) <= summary.as_of
        kept = {"surplus": "the employer keeps", "deficit": "the employer owes"}.get(row["result"], "even:")
        until = "" if is_over else " so far"
        typer.echo(
            f"\n{year}{until}: budget {money(row['budget_cents'])}, cost {money(row['actual_cents'])},"
            f" {row['result']}: {kept} {money(abs(row['surplus_cents']))}"
        )
    typer.echo(f"\nfund balance: {money(summary.fund_cents)}\n")
    print_table(
        "Largest claimants against their specific deductible",
        ("policy", "claimant", "paid", "deductible", "", "above it", "carrier owes", "waiting"),
        [
            [
                row["policy_start"].year,
                row["rank"],
                money(row["eligible_cents"]),
                money(row["deductible_cents"]) or "excluded",
                "laser" if row["is_lasered"] else "",
                money(row["excess_cents"]),
                money(row["reimbursement_cents"]),
                money(row["pending_cents"]),
            ]
            for row in summary.claimants.to_dicts()
        ],
        numbers=(1, 2, 3, 5, 6, 7),
    )
    typer.echo("")
    print_table(
        "Aggregate position",
        ("policy", "through", "eligible paid", "attachment", "used", "carrier owes"),
        [
            [
                row["policy_start"].year,
                f"{row['month']:%Y-%m}",
                money(row["eligible_ytd_cents"]),
                money(row["attachment_ytd_cents"]),
                "" if row["ratio_bp"] is None else f"{row['ratio_bp'] / 100:.1f}%",
                money(row["owed_ytd_cents"]),
            ]
            for row in summary.aggregate.to_dicts()
        ],
        numbers=(2, 3, 4, 5),
    )
    typer.echo("")
    print_table(
        "Lines by decision and reason",
        ("decision", "reason", "lines", "claims", "charge", "plan pays"),
        [
            [
                r["status"],
                r["reason"],
                f"{r['lines']:,}",
                f"{r['claims']:,}",
                money(r["charge_cents"]),
                money(r["plan_paid_cents"]),
            ]
            for r in summary.reasons.to_dicts()
        ],
        numbers=(2, 3, 4, 5),
    )
    automatic = summary.automatic
    rate = "" if automatic.rate_bp is None else f" ({automatic.rate_bp / 100:.2f}%)"
    typer.echo(f"\ndecided without a person: {automatic.automatic:,} of {automatic.claims:,} claims{rate}\n")
    columns = ("debit_cents", "credit_cents", "balance_cents")
    rows = [[r["account"], r["name"], *(money(r[name]) for name in columns)] for r in summary.trial_balance.to_dicts()]
    rows.append(["", "total", *(money(int(summary.trial_balance.get_column(name).sum())) for name in columns)])
    print_table("Trial balance", ("account", "name", "debit", "credit", "balance"), rows, numbers=(2, 3, 4))
