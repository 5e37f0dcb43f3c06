#!/usr/bin/env python3
"""Tests of what decides whether a figure is reported, and of the table: python3 tests/bench/scripts_test.py."""

import array
import json
import os
import sys
import tempfile
import unittest

import inputs
import verify
from google_benchmark import aim_log_softmax_at_softmax, rows_of
from in_turn import Contestant, in_turn
from roofline import roofline_text
from rows import Row, rows_text, table_text, time_text


class Verification(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def json_rows(self, name, rows):
        with open(self.path(name), "w", encoding="ascii") as file:
            json.dump(rows, file)
        return verify.read(self.path(name), 0)

    def softmax_of(self, given, dim):
        """Correctly rounded: what exact_softmax gives, as doubles."""
        shape = (len(given), len(given[0]))
        matrix = verify.Rows(given)
        results = [[0.0] * shape[1] for _ in range(shape[0])]
        for number in range(shape[1 - dim]):
            for place, exact in enumerate(verify.exact_softmax(matrix.slice(dim, number))):
                row, column = (number, place) if dim == 1 else (place, number)
                results[row][column] = float(exact)
        return results

    def test_what_is_right_passes(self):
        given = [[1.0, 2.0, 3.0], [-700.0, 0.0, 700.0]]
        for dim in (0, 1):
            output = self.json_rows("y.json", self.softmax_of(given, dim))
            verify.check_softmax(self.json_rows("x.json", given), output, (2, 3), dim, 2)

    def test_an_element_three_ulps_off_is_wrong(self):
        given = [[1.0, 2.0, 3.0], [0.0, 0.0, 0.0]]
        results = self.softmax_of(given, 1)
        results[0][1] += 3 * verify.ulp(results[0][1], "float64")
        with self.assertRaisesRegex(verify.Wrong, "element 1"):
            verify.check_softmax(self.json_rows("x.json", given), self.json_rows("y.json", results), (2, 3), 1, 2)

    def test_nan_is_wrong(self):
        given = [[1.0, 2.0]]
        with self.assertRaises(verify.Wrong):
            verify.check_softmax(verify.Rows(given), verify.Rows([[float("nan"), 0.5]]), (1, 2), 1, 2)

    def test_another_dim_and_another_shape_are_wrong(self):
        given = [[1.0, 2.0, 3.0], [0.0, 5.0, 0.0]]
        output = verify.Rows(self.softmax_of(given, 1))
        with self.assertRaises(verify.Wrong):
            verify.check_softmax(verify.Rows(given), output, (2, 3), 0, 2)
        with self.assertRaisesRegex(verify.Wrong, "shape"):
            verify.check_softmax(verify.Rows(given), output, (3, 2), 1, 2)

    def test_a_copy_that_differs_is_wrong(self):
        given = verify.Rows([[1.0, 2.0], [3.0, 4.0]])
        verify.check_copy(given, verify.Rows([[1.0, 2.0], [3.0, 4.0]]), (2, 2))
        with self.assertRaisesRegex(verify.Wrong, "row 1"):
            verify.check_copy(given, verify.Rows([[1.0, 2.0], [3.0, 4.5]]), (2, 2))

    def test_inputs_of_every_format_are_read_back(self):
        inputs.write_npy(3, 5, self.path("x.npy"))
        matrix = verify.read(self.path("x.npy"), 5)
        self.assertEqual(matrix.shape, (3, 5))
        self.assertEqual([row[2] for row in (matrix.slice(1, 0), matrix.slice(1, 1), matrix.slice(1, 2))],
                         matrix.slice(0, 2))
        for kind in ("json", "csv"):
            sys.argv = ["inputs.py", kind, "3", "5", self.path(f"x.{kind}")]
            inputs.main()
            self.assertEqual(verify.read(self.path(f"x.{kind}"), 5).shape, (3, 5))

    def test_a_short_npy_is_wrong(self):
        inputs.write_npy(3, 5, self.path("x.npy"))
        os.truncate(self.path("x.npy"), os.path.getsize(self.path("x.npy")) - 4)
        with self.assertRaisesRegex(verify.Wrong, "size"):
            verify.read(self.path("x.npy"), 5)

    def test_units_of_float32(self):
        for value in (1.0, 0.75, 3e-39):
            bits = array.array("I", array.array("f", [value]).tobytes())[0]
            neighbours = array.array("f", array.array("I", [bits, bits + 1]).tobytes())
            self.assertEqual(verify.ulp(neighbours[0], "float32"), neighbours[1] - neighbours[0])


class Measuring(unittest.TestCase):
    def test_failures_and_wrong_outputs_have_reasons_in_place_of_figures(self):
        contestants = [Contestant("good", [sys.executable, "-c", ""]),
                       Contestant("bad", [sys.executable, "-c", "import sys; sys.exit(3)"]),
                       Contestant("wrong", [sys.executable, "-c", ""])]
        measured = in_turn(contestants, 1, lambda contestant: "no" if contestant.name == "wrong" else None)
        self.assertGreater(measured["good"].seconds, 0)
        self.assertGreater(measured["good"].resident, 1)
        self.assertEqual(measured["bad"], "bad ended with status 3")
        self.assertEqual(measured["wrong"], "no")


class Tables(unittest.TestCase):
    def test_columns_line_up(self):
        self.assertEqual(table_text(["a", "bcd"], "lr", [["long", "1"]]),
                         "| a    | bcd |\n| ---- | --: |\n| long |   1 |")

    def test_times(self):
        for seconds, text in ((2.345, "2.35 s"), (0.0123, "12.3 ms"), (4.5e-5, "45 µs"), (3e-9, "3 ns")):
            self.assertEqual(time_text(seconds), text)

    def test_what_is_reached(self):
        self.assertIsNone(Row("s", "w", "cp", 2, 1).is_reached)
        self.assertTrue(Row("s", "w", "cp", 2, 1, aim=2).is_reached)
        self.assertFalse(Row("s", "w", "cp", 2, 1, aim=1.9).is_reached)
        self.assertFalse(Row("s", "w", "cp", 2, 1, aim=3, resident=70, resident_aim=64).is_reached)

    def test_a_wrong_row_shows_no_figure(self):
        text = rows_text([Row("s", "w", "cp", 2, 1, wrong="element 1 is 0")])
        self.assertIn("element 1 is 0", text)
        self.assertNotIn("2.00", text)


def result(name, work, limit, **more):
    return {"name": name + "/manual_time", "label": "memcpy", "work_s": work, "best_s": work, "limit_s": limit, **more}


class Benchmarks(unittest.TestCase):
    def test_rows_of_results(self):
        square = "(4096,4096)/dim:1"
        rows = rows_of([result(f"AVX2/float32/softmax/{square}", 0.2, 0.1, aim=2.6),
                        result(f"AVX2/float32/log-softmax/{square}", 0.3, 0.1, aim=2.6),
                        result(f"AVX2/float64/softmax/{square}", 0, 0, error_occurred=True, error_message="element 0")])
        self.assertEqual([row.work for row in rows], ["float32 softmax (4096, 4096) dim 1",
                                                      "float32 log-softmax (4096, 4096) dim 1",
                                                      "float64 softmax (4096, 4096) dim 1"])
        self.assertEqual([row.wrong for row in rows], ["", "", "element 0"])
        self.assertEqual([row.is_reached for row in rows[:2]], [True, False])

    def test_the_aim_of_log_softmax_is_softmax(self):
        rows = [Row("s", f"float32 {name}", "memcpy", 3, 1, aim=2) for name in ("softmax", "log-softmax")]
        aim_log_softmax_at_softmax(rows)
        self.assertEqual([row.is_reached for row in rows], [False, True])

    def test_the_roofline_is_the_larger_bound(self):
        elements = 4096 * 4096
        text = roofline_text([result("exponentials/AVX2/float32", 2e-6, 1e-6, elements=1000),
                              result("AVX2/float32/softmax/(4096,4096)/dim:1", 4e-9 * elements, 1e-9 * elements)])
        self.assertIn("2 ns an exponential of float32", text)
        self.assertIn("2.00", text.splitlines()[-1])


if __name__ == "__main__":
    unittest.main()
