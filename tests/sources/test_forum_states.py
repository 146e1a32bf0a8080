"""What the forum says of a post that it does not give: gone, hidden, or nothing that tells."""

import json

import pytest

from pipeline.errors import BadPage
from pipeline.sources import _forum_graphql as graphql
from pipeline.sources import _forum_questions as questions

ID = "Loop0000000000001"
ASKED = questions.Question(questions.STATES, (ID,), aliases=("p0",))


def answer(message: str) -> bytes:
    return json.dumps({"data": {"p0": None}, "errors": [{"message": message, "path": ["p0"]}]}).encode()


@pytest.mark.parametrize(
    ("message", "state"),
    [
        ("app.missing_document", "gone"),
        ("app.operation_not_allowed", "hidden"),
        ("This post is only visible to logged-in users.", "hidden"),
    ],
)
def test_a_refusal_that_says_why_tells_the_state(message: str, state: str) -> None:
    assert graphql.states(answer(message), ASKED, "here") == {ID: state}


@pytest.mark.parametrize("message", ["Internal server error", "connect ETIMEDOUT 10.0.0.1:5432"])
def test_what_broke_inside_the_forum_hides_no_post(message: str) -> None:
    with pytest.raises(BadPage, match=f"here: expected post {ID} or why it is not there, found {message}"):
        graphql.states(answer(message), ASKED, "here")
