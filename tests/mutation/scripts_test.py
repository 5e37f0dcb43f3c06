#!/usr/bin/env python3
"""Tests of how a seeded bug is read and put into a source: python3 tests/mutation/scripts_test.py."""

import unittest
from pathlib import Path

from mutants import FEWEST, FEWEST_OF_A_FOLDER, Trouble, applied, faults_of, mutants_of

ENTRY = "== name\nfile src/a.cpp\ntests *a*\nwhy nothing works\n"


def mutant_of(lines):
    return mutants_of(ENTRY + lines)[0]


class TheList(unittest.TestCase):
    def test_a_bug_is_read_with_all_that_belongs_to_it(self):
        found = mutants_of("# a comment\n\n" + ENTRY + "-   a;\n- b;\n+ c;\n\n" + ENTRY + "- d;\n")
        self.assertEqual(len(found), 2)
        self.assertEqual((found[0].name, found[0].file, found[0].tests, found[0].why),
                         ("name", "src/a.cpp", "*a*", "nothing works"))
        self.assertEqual((found[0].before, found[0].after), (["a;", "b;"], ["c;"]))
        self.assertEqual((found[1].before, found[1].after), (["d;"], []))

    def test_what_is_no_bug_is_refused(self):
        for text in ["file src/a.cpp\n", ENTRY + "x;\n", ENTRY, ENTRY + "- a;\n+ a;\n", ENTRY + "file b\n- a;\n",
                     "== name\nfile a\ntests *\n- a;\n"]:
            with self.subTest(text), self.assertRaises(Trouble):
                mutants_of(text)

    def test_the_list_of_this_project_is_one(self):
        text = Path(__file__).with_name("mutants.txt").read_text(encoding="utf-8")
        names = [mutant.name for mutant in mutants_of(text)]
        self.assertEqual(len(names), len(set(names)))


class Application(unittest.TestCase):
    def test_lines_are_replaced_where_they_stand_one_behind_another(self):
        mutant = mutant_of("- a;\n- b;\n+ c;\n")
        self.assertEqual(applied(mutant, "a;\n  a;\n  b;\nb;\n"), "a;\n  c;\nb;\n")

    def test_a_line_without_another_is_left_out(self):
        self.assertEqual(applied(mutant_of("- b;\n"), "a;\n  b;\nc;\n"), "a;\nc;\n")

    def test_lines_that_stand_nowhere_or_twice_are_trouble(self):
        mutant = mutant_of("- a;\n+ c;\n")
        for source, times in [("b;\n", 0), ("aa;\n", 0), ("a;\nb;\n\ta;\n", 2)]:
            with self.subTest(source), self.assertRaisesRegex(Trouble, f"stand {times} times"):
                applied(mutant, source)


class Faults(unittest.TestCase):
    """Of a list and its sources: a file of two lines for each bug."""

    def setUp(self):
        self.mutants = mutants_of("".join(f"== bug{i}\nfile src/x/{i}.cpp\ntests *\nwhy it is wrong\n- a{i};\n+ b;\n"
                                          for i in range(FEWEST)))
        self.sources = {mutant.file: f"{mutant.before[0]}\nc;\n" for mutant in self.mutants}

    def test_a_list_that_fits_has_none(self):
        self.assertEqual(faults_of(self.mutants, self.sources), [])

    def test_each_bug_without_its_place_is_named(self):
        self.sources["src/x/1.cpp"] = "a1;\na1;\n"
        self.sources["src/x/2.cpp"] = "d;\n"
        del self.sources["src/x/3.cpp"]
        self.assertEqual(faults_of(self.mutants, self.sources),
                         ["bug1: its lines stand 2 times in src/x/1.cpp, expected once",
                          "bug2: its lines stand 0 times in src/x/2.cpp, expected once",
                          "bug3: there is no src/x/3.cpp"])

    def test_a_name_is_one_of_a_bug_alone(self):
        self.mutants[1].name = "bug0"
        self.assertEqual(faults_of(self.mutants, self.sources), ["bug0: 2 bugs have this name"])

    def test_few_bugs_in_all_or_of_a_folder_are_too_few(self):
        self.sources["src/main.cpp"] = self.sources["src/y/a.cpp"] = ""
        self.assertEqual(faults_of(self.mutants, self.sources),
                         [f"src/y has 0 bugs, expected {FEWEST_OF_A_FOLDER} or more"])
        self.assertEqual(faults_of(self.mutants[1:], {m.file: self.sources[m.file] for m in self.mutants[1:]}),
                         [f"the list has {FEWEST - 1} bugs, expected {FEWEST} or more"])


if __name__ == "__main__":
    unittest.main()
