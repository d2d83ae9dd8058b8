"""Getting Pango onto a machine."""

from portal.launch import pango

# As apt 2.6 of Debian 12 and apt 3.0 of Debian 13 print it; the packages have other names there.
DEBIAN_12 = """NOTE: This is only a simulation!
Reading package lists...
The following NEW packages will be installed:
  fontconfig-config fonts-dejavu-core libpango-1.0-0
Inst fonts-dejavu-core (2.37-6 Debian:12.15/oldstable [all])
Inst fontconfig-config (2.14.1-4 Debian:12.15/oldstable [amd64])
Inst libpango-1.0-0 (1.50.12+ds-1 Debian:12.15/oldstable [amd64])
Conf fonts-dejavu-core (2.37-6 Debian:12.15/oldstable [all])
Conf libpango-1.0-0 (1.50.12+ds-1 Debian:12.15/oldstable [amd64])
"""
DEBIAN_13 = """Installing:
  libpango-1.0-0
Inst libglib2.0-0t64 (2.84.4-3 Debian:13.7/stable [amd64])
Inst libpng16-16t64 [1.6.48-1] (1.6.48-1+deb13u1 Debian:13.7/stable [amd64])
Conf libglib2.0-0t64 (2.84.4-3 Debian:13.7/stable [amd64])
"""


def test_the_packages_are_read_from_what_apt_would_do():
    assert pango.packages_to_fetch(DEBIAN_12) == ["fonts-dejavu-core", "fontconfig-config", "libpango-1.0-0"]
    assert pango.packages_to_fetch(DEBIAN_13) == ["libglib2.0-0t64", "libpng16-16t64"]


def test_when_all_is_installed_there_is_nothing_to_fetch():
    assert pango.packages_to_fetch("0 upgraded, 0 newly installed, 0 to remove and 3 not upgraded.\n") == []


def test_what_mends_it_is_one_command_for_this_system(monkeypatch, tmp_path):
    for tool, expected in (("apt-get", "apt-get install"), ("dnf", "dnf install"), ("brew", "brew install pango")):
        folder = tmp_path / tool
        folder.mkdir()
        (folder / tool).touch(mode=0o755)
        monkeypatch.setenv("PATH", str(folder))

        assert expected in pango.mend()
        assert "\n" not in pango.mend()


def test_a_system_without_a_known_package_tool_is_told_what_to_look_for(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    assert "Pango" in pango.mend()


def test_a_private_apt_state_writes_only_below_our_folder(tmp_path):
    options = pango._private_state(tmp_path)

    assert [word.split("=")[1] for word in options if "Dir::" in word] == [f"{tmp_path}/lists", f"{tmp_path}/cache"]


def test_the_trial_draws_on_this_machine():
    assert pango.trial() == ""


def test_a_library_whose_absence_is_only_warned_of_counts_as_missing():
    warns = pango.TRIAL.replace(pango.DRAW, "warnings.warn('HarfBuzz-Subset will be required', DeprecationWarning)")

    assert "HarfBuzz-Subset" in pango.trial(pango.begin_trial(warns))


def test_a_failed_trial_gives_its_reason_in_one_line():
    missing = "import a_library_that_is_not_there"

    assert (
        pango.trial(pango.begin_trial(missing)) == "ModuleNotFoundError: No module named 'a_library_that_is_not_there'"
    )


def test_a_trial_that_dies_without_a_word_still_has_a_reason():
    assert pango.trial(pango.begin_trial("import os; os.abort()")) == "the trial ended with code -6"


def test_a_command_that_fails_is_quoted_and_does_not_end_the_start(capsys):
    pango._quietly(["ls", "/no/such/folder"])

    assert "ls did not succeed" in capsys.readouterr().out


def test_a_command_that_works_says_nothing(capsys):
    pango._quietly(["true"])

    assert capsys.readouterr().out == ""
