"""Reading lists as spreadsheets write them: whatever is in them is text, and what cannot be read is named."""

import pytest

from portal.domain.rosters import columns, reading
from tests.domain.slips import refused


@pytest.mark.parametrize(
    ("encoding", "found"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16"), ("cp1252", "cp1252")],
)
def test_the_encoding_is_found_out(encoding, found):
    text, guessed = reading.decoded("Name;E-mail\nZoë Ångström;zoe@example.org\n".encode(encoding))
    assert (guessed, "Zoë Ångström" in text) == (found, True)
    assert reading.decoded(b"Name\nZo\xeb \x81")[1] == "latin-1"


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_separator_is_found_out(sign):
    text = "\n".join(sign.join(("Ana", "a@b.org", "x, y; z" if sign in "|\t" else "x")) for _ in range(3))
    assert reading.table(text, "utf-8").separator == sign


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("a,b,c", "3 columns; the first row has 2"),
        ('"a,b', "do not match"),
        ('"a"b,c', "do not match"),
        ("a\0,b", "no text has"),
        (f"{'x' * 401},b", "401 characters"),
        (",".join("x" * 61), "61 columns"),
    ],
)
def test_a_broken_row_is_named_by_its_number_and_the_others_go_on(row, why):
    found = reading.table(f'Name,E-mail\nAna,a@b.org\n{row}\n\n"Ben\nO.",b@b.org\nCy', "utf-8")
    assert [(one.number, why in one.why) for one in found.broken] == [(3, True)]
    assert found.rows[1:] == [(2, ["Ana", "a@b.org"]), (5, ["Ben\nO.", "b@b.org"]), (6, ["Cy", ""])]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "nothing in it"),
        (b"\xef\xbb\xbf \n", "nothing in it"),
        (b"PK\3\4 and more", "workbook"),
        (b"x" * (reading.MOST_BYTES + 1), "2 MB"),
        (b"a,b\n" * (reading.MOST_ROWS + 2), "5,000 rows"),
        (b'"a', "No row"),
    ],
)
def test_a_file_that_is_no_list_gets_a_sentence(data, why):
    def read():
        text, encoding = reading.decoded(data)
        reading.table(text, encoding)

    assert why in str(refused(read))


def test_columns_are_guessed_from_their_words_and_what_is_not_used_is_named():
    found = columns.guess(["Vorname", "Nachname", "E-Mail", "Phone", "email address", ""])
    assert (found.has_head, found.fields) == (True, ("first", "last", "email", "", "", ""))
    assert (found.twice, found.unused) == (("email address",), ("Phone",))
    found = columns.guess(["ana@example.org", "Ana"])
    assert (found.has_head, found.fields) == (False, ("email", "name"))
    assert [columns.letter(at) for at in (0, 25, 26)] == ["A", "Z", "AA"]
