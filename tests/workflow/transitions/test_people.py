"""Every transition of people: in every state by everybody, through ``workflow.apply``, against the catalogue's tables."""

from tests.workflow.transitions.checks import Paper, asked, every_state, kept, who_may


@every_state("people")
def test_who_may_do_what_in_this_state(paper: Paper) -> None:
    who_may(paper)


@every_state("people")
def test_what_a_step_must_ask(paper: Paper) -> None:
    asked(paper)


@every_state("people")
def test_the_history_keeps_every_step(paper: Paper) -> None:
    kept(paper)
