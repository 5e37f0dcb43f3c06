#include "check/case_file.h"

#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "support/piped_input.h"
#include "support/process.h"
#include "support/refusal.h"

using namespace softmax;
using namespace softmax::test;
using check::Case;
using check::CaseFile;
using check::read_case_file;

namespace {

CaseFile file_of(const std::string& text) { return read_case_file(piped_input(text)); }

/// The only case of a file, given its members.
Case case_of(const std::string& members) { return file_of("{\"cases\": [{" + members + "}]}").cases.at(0); }

std::string refused(const std::string& text) {
  return refusal([&] { file_of(text); });
}

/// The place is that in the line of members, column 1 being the brace of the case.
std::string refused_case(const std::string& members) { return refused("{\"cases\": [\n{" + members + "}]}"); }

constexpr const char* members =
    "name, input, from, pointer, header, columns, missing, label_columns, shape, op, mode, dim, dtype, temperature, "
    "theta, expect, sums, "
    "elements, diagnostics, wrong, note";

}  // namespace

TEST_CASE("a case has what a command line has") {
  const CaseFile file = file_of(R"({"title": "t", "source": "s", "cases": [
    {"name": "n", "input": [[1, 2], [3, 4]], "op": "log-softmax", "mode": "naive", "dim": [0, 1], "dtype": "float32",
     "temperature": 0.5, "expect": [["-0.10", "1e1"], [1, 2]], "wrong": "dim=0", "note": "why"}]})");
  CHECK(file.title == "t");
  CHECK(file.source == "s");
  REQUIRE(file.cases.size() == 1);
  const Case& found = file.cases[0];
  CHECK(found.name == "n");
  CHECK(found.shape == Shape{2, 2});
  CHECK(found.input == std::vector<double>{1, 2, 3, 4});
  CHECK_FALSE(found.print.has_value());
  CHECK(found.request.operation == Operation::log_softmax);
  CHECK(found.request.mode == Mode::naive);
  CHECK(found.request.dims.list == std::vector<long>{0, 1});
  CHECK(found.request.scale.is_temperature);
  CHECK(found.request.scale.value == 0.5);
  CHECK(found.dtype == Dtype::float32);
  CHECK(found.expect->dtypes == std::vector{Dtype::float32});
  CHECK(found.expect->numbers[0].text == "-0.10");
  CHECK(found.wrong == "dim=0");
  CHECK(found.note == "why");
}

TEST_CASE("the defaults are the command's") {
  const Case found = case_of(R"("input": [1, 2], "sums": 1)");
  CHECK(found.request.operation == Operation::softmax);
  CHECK(found.request.dims.list == std::vector<long>{-1});
  CHECK(found.request.scale.is_one());
  CHECK(found.dtype == Dtype::float64);
  CHECK(found.sums->shape.empty());
  CHECK_FALSE(found.expect.has_value());
}

TEST_CASE("members that say how numbers are read may come after them") {
  const Case found = case_of(R"("input": [1, 2, 3, 0.1], "expect": "[[0.3, 0.7], [0.9, 0.1]]", "shape": [2, -1],
                                "dtype": "float32", "dim": "all")");
  CHECK(found.shape == Shape{2, 2});
  CHECK(found.input[3] == static_cast<double>(0.1F));
  CHECK(found.expect->dtypes == std::vector{Dtype::float32});
  CHECK(found.request.dims.all);
}

TEST_CASE("an input as a printed block: its half units, its dtype") {
  const Case found =
      case_of(R"json("input": "tensor([0.25, 0.50], dtype=torch.float64)", "expect": "tensor([0.4, 0.6])")json");
  CHECK(found.print->printer->name == "PyTorch");
  CHECK(found.dtype == Dtype::float64);
  CHECK(found.expect->dtypes == std::vector{Dtype::float32});
}

TEST_CASE("a path of an input is relative to the case file") {
  const TemporaryDirectory directory;
  std::filesystem::create_directory(directory.path() / "cases");
  std::ofstream(directory.path() / "x.csv") << "1,2\n3,4\n";
  std::ofstream(directory.path() / "cases/a.json")
      << R"({"cases": [{"input": {"file": "../x.csv"}, "dim": 0, "sums": [1, 1]}]})";
  const CaseFile file = read_case_file(Input::open((directory.path() / "cases/a.json").string()));
  CHECK(file.cases[0].shape == Shape{2, 2});
  CHECK(file.cases[0].input == std::vector<double>{1, 2, 3, 4});
}

TEST_CASE("elements and diagnostics") {
  const Case found = case_of(R"("input": [[1, 2]], "elements": [{"index": [0, 1], "value": "0.73"}, {"index": [0, 0],
                                "value": 0.269}], "diagnostics": {"overflow": 1, "nan_output": 0})");
  REQUIRE(found.elements.size() == 2);
  CHECK(found.elements[0].index == Index{0, 1});
  CHECK(found.elements[0].value.unit() == 0.01);
  CHECK(found.elements[1].value.unit() == 0.001);
  REQUIRE(found.diagnostics.size() == 2);
  CHECK(found.diagnostics[0] == std::pair(Trouble::overflow, std::size_t{1}));
}

TEST_CASE("files that are no case files") {
  CHECK(refused("[1]") == "1:1: expected the object of a case file, found \"[\"");
  CHECK(refused("") == "1:1: expected the object of a case file, found the end of the input");
  CHECK(refused("{}") == "1:1: the case file has no \"cases\"");
  CHECK(refused("{\"cases\": []}") == "1:1: the case file has no case in \"cases\"");
  CHECK(refused("{\"cases\": {}}") == "1:11: expected the array of cases, found \"{\"");
  CHECK(refused("{\"cases\": [1]}") == "1:12: expected a case, which is an object, found \"1\"");
  CHECK(refused("{\"title\": 1}") == "1:11: expected a string for \"title\", found \"1\"");
  CHECK(refused("{\"case\": []}") == "1:2: there is no member \"case\"; expected one of title, source, cases");
  CHECK(refused("{\"title\": \"\",\n \"title\": \"\"}") == "2:2: the member \"title\" appears twice");
  CHECK(refused(R"({"cases": [{"input": [1], "sums": 1}]} x)") ==
        "1:40: expected the end of the case file, found \"x\"");
  CHECK(refused("{\"cases\": [").starts_with("1:12: "));
}

TEST_CASE("members of a case that don't exist, are missing, or contradict one another") {
  CHECK(refused_case(R"("in": [1])") == std::string("2:2: there is no member \"in\"; expected one of ") + members);
  CHECK(refused_case(R"("input": [1], "input": [1])") == "2:16: the member \"input\" appears twice");
  CHECK(refused_case(R"("sums": 1)") == "2:1: the case has no \"input\"");
  CHECK(refused_case(R"("input": [1])") ==
        "2:1: the case checks nothing: expected \"expect\", \"sums\", \"elements\" or \"diagnostics\"");
  CHECK(refused_case(R"("input": [1], "sums": 1, "temperature": 1, "theta": 1)") ==
        "2:1: a case can't have both \"temperature\" and \"theta\"");
  const std::string one = "2:1: a case with \"wrong\" needs exactly one of \"expect\", \"sums\" and \"elements\"";
  CHECK(refused_case(R"("input": [1], "sums": 1, "expect": [1], "wrong": "log")") == one);
  CHECK(refused_case(R"("input": [1], "diagnostics": {"overflow": 1}, "wrong": "log")") == one);
  CHECK(refused_case(R"("input": [1], "sums": 1, "wrong": "dim")") ==
        "2:36: expected the id of a mistake (docs/checking.md lists them) or \"unexplained\"");
}

TEST_CASE("values that can't be read") {
  const std::vector<std::pair<std::string, std::string>> bad = {
      {R"("op": "max")", "2:8: expected \"softmax\" or \"log-softmax\", found \"max\""},
      {R"("mode": 1)", "2:10: expected \"stable\" or \"naive\", found \"1\""},
      {R"("dtype": "float8")",
       "2:11: expected one of the dtypes float16, bfloat16, float32, float64, as a string, found \"float8\""},
      {R"("dim": "every")", "2:9: expected a dim: a whole number, an array of them, or \"all\", found \"every\""},
      {R"("dim": 0.5)", "2:9: expected a dim: a whole number, an array of them, or \"all\", found \"0.5\""},
      {R"("temperature": 0)", "2:17: expected a finite number above 0, found \"0\""},
      {R"("theta": "1")", "2:11: expected a finite number, found \"1\""},
      {R"("shape": 3)", "2:11: expected an array of whole numbers for \"shape\", found \"3\""},
      {R"("shape": [-2])", "2:12: expected a size of 0 or more, or -1 once, found \"-2\""},
      {R"("shape": [-1, -1])", "2:11: only one size can be -1"},
      {R"("note": 1)", "2:10: expected a string for \"note\", found \"1\""},
      {R"("diagnostics": 1)", "2:17: expected an object of counts for \"diagnostics\", found \"1\""},
      {R"("diagnostics": {"overflow": -1})", "2:30: expected a count of 0 or more, found \"-1\""},
      {R"("diagnostics": {"overflow": "1"})", "2:30: expected a count, found \"1\""},
  };
  for (const auto& [member, message] : bad) CHECK(refused_case(member) == message);
  CHECK(refused_case(R"("diagnostics": {"overflow": 1, "overflow": 2})") ==
        "2:33: the member \"overflow\" appears twice");
  CHECK(refused_case(R"("input": [1], "elements": [{"index": [0], "index": [0]}])") ==
        "2:44: the member \"index\" appears twice");
  CHECK(refused_case(R"("input": [1], "elements": [{"index": [0], "value": 1}, {"index": [0], "value": 2}])") ==
        "2:1: the index [0] appears twice");
  CHECK(refused_case(R"("diagnostics": {"over": 1})") ==
        "2:18: there is no member \"over\"; expected one of nan_input, inf_input, overflow, sum_overflow, "
        "underflow, zero_sum, nan_output, naive_overflow, naive_underflow");
}

TEST_CASE("numbers that can't be read, or don't fit") {
  CHECK(refused_case(R"("input": [1, x], "sums": 1)") == "2:15: expected a value, found \"x\"");
  CHECK(refused_case(R"("input": [[1], [1, 2]], "sums": 1)").starts_with("2:"));
  CHECK(refused_case(R"("input": [1], "expect": ["x"])").starts_with("2:27: "));
  CHECK(refused_case(R"("input": [1], "expect": [[1], 2])").starts_with("2:"));
  CHECK(refused_case(R"("input": [1, 2, 3], "shape": [2, 2], "sums": 1)").starts_with("2:11: "));
  CHECK(refused_case(R"("input": [1], "dim": 1, "sums": 1)").starts_with("2:1: "));
  CHECK(refused_case(R"("input": [[1]], "elements": [{"index": [0], "value": 1}])") ==
        "2:1: an input of shape (1, 1) has no index [0]");
  CHECK(refused_case(R"("input": [[1]], "elements": [{"index": [0, 1], "value": 1}])") ==
        "2:1: an input of shape (1, 1) has no index [0,1]");
  CHECK(refused_case(R"("input": [1], "elements": [])") == "2:28: expected at least one element");
  CHECK(refused_case(R"("input": [1], "elements": [{"index": [0]}])") ==
        "2:29: an element needs \"index\" and \"value\"");
  CHECK(refused_case(R"("input": [1], "elements": [{"index": [-1], "value": 1}])") ==
        "2:39: expected coordinates of 0 or more");
  CHECK(refused_case(R"("input": [1], "elements": [{"index": [0], "value": [1]}])") ==
        "2:53: expected a number, found \"[\"");
  CHECK(refused_case(R"("input": [1], "elements": [{"at": [0]}])") ==
        "2:30: there is no member \"at\"; expected one of index, value");
  CHECK(refused_case(R"("input": [1], "elements": [1])") ==
        "2:29: expected an object with \"index\" and \"value\", found \"1\"");
  CHECK(refused_case(R"("input": [1], "elements": {})") ==
        "2:28: expected an array of objects for \"elements\", found \"{\"");
}

TEST_CASE("an error in a print is reported at its string, with the place in the print") {
  CHECK(refused_case(R"json("input": "tensor([[1., 2.],\n [3.]])", "sums": 1)json")
            .starts_with("2:11: in the print, line 2, "));
  CHECK(refused_case(R"json("input": "tensor([1., ..., 2.])", "sums": 1)json")
            .starts_with("2:11: in the print, line 1, column 13: "));
  CHECK(refused_case(R"json("input": "tensor([1.]) tensor([1.])", "sums": 1)json") ==
        "2:11: expected one tensor, found several");
  CHECK(refused_case(R"("input": "no tensor", "sums": 1)").starts_with("2:11: "));
}

TEST_CASE("a file that isn't there, has an absolute path, or comes with other members") {
  CHECK(refused_case(R"("input": {"file": "/etc/passwd"}, "sums": 1)") ==
        "2:11: expected a path relative to the case file, found an absolute one");
  CHECK(refused_case(R"("input": {"file": 1}, "sums": 1)") == "2:20: expected a string for \"file\", found \"1\"");
  CHECK(refused_case(R"("input": {}, "sums": 1)") == "2:11: expected the member \"file\"");
  CHECK(refused_case(R"("input": {"file": "x", "shape": 1}, "sums": 1)") ==
        "2:25: there is no member \"shape\"; expected one of file");
  CHECK(refused_case(R"("input": {"file": "no/such.npy"}, "sums": 1)").find("no/such.npy") != std::string::npos);
}
