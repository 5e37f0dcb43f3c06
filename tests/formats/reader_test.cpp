#include "formats/reader.h"

#include <limits>
#include <string>

#include <doctest/doctest.h>

#include "support/documents.h"
#include "support/refusal.h"
#include "support/temporary_file.h"

using namespace softmax;
using namespace softmax::formats;
using softmax::test::all_of;
using softmax::test::refusal;
using softmax::test::TemporaryFile;

namespace {

std::string read_all(const std::string& bytes, const std::string& ending, const ReadOptions& options = {}) {
  const TemporaryFile file(bytes, ending);
  return all_of(*open_reader(Input::open(file.path()), options));
}

std::string reshaped_text(const std::vector<long>& requested, std::size_t elements) {
  std::string text;
  const std::string error = refusal([&] { text = shape_text(reshaped(requested, elements)); });
  return error == "accepted" ? text : error;
}

/// One float64 of value 1 in shape (1,), as numpy.save writes it: a header of 118 bytes behind the first 10.
std::string npy_file() {
  std::string header = "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }";
  header += std::string(117 - header.size(), ' ') + "\n";
  return std::string("\x93NUMPY\x01\x00\x76\x00", 10) + header + std::string("\0\0\0\0\0\0\xF0\x3F", 8);
}

}  // namespace

TEST_CASE("each format is read by its reader, which knows its format") {
  CHECK(read_all("[[1,2]]", ".json") == "(1, 2) 1 2\n");
  CHECK(read_all("[1]\n[2]\n", ".jsonl") == "(1,) 1\n(1,) 2\n");
  CHECK(read_all("1,2\n3,4\n", ".csv") == "(2, 2) 1 2 3 4\n");
  CHECK(read_all("1\t2\n", ".tsv") == "(1, 2) 1 2\n");
  CHECK(read_all("1 2 3", "") == "(1, 3) 1 2 3\n");
  CHECK(read_all(npy_file(), ".npy") == "(1,) 1\n");
  CHECK(read_all(npy_file(), "") == "(1,) 1\n");
  for (const formats::Format format :
       {formats::Format::json, formats::Format::jsonl, formats::Format::csv, formats::Format::tsv}) {
    const TemporaryFile file("1");
    ReadOptions options;
    options.format = format;
    CHECK(open_reader(Input::open(file.path()), options)->format() == format);
  }
}

TEST_CASE("printed text is read by content, with the ending .txt, and by name") {
  for (const std::string ending : {"", ".txt"}) {
    CHECK(read_all("tensor([1, 2])", ending) == "(2,) 1 2\n");
    CHECK(read_all("[1 2]", ending) == "(2,) 1 2\n");
  }
  ReadOptions options;
  options.format = formats::Format::text;
  CHECK(read_all("[1, 2]", ".json", options) == "(2,) 1 2\n");
}

TEST_CASE("UTF-16 is refused with what to do") {
  const std::string message = "expected UTF-8, found UTF-16; convert it: iconv -f UTF-16 -t UTF-8";
  const std::string little("\xFF\xFE[\0001\0]\0", 8);
  const std::string big("\xFE\xFF\0[\0001\0]", 8);
  for (const std::string ending : {"", ".json", ".jsonl", ".csv", ".txt"}) {
    CHECK(refusal([&] { read_all(little, ending); }) == message);
    CHECK(refusal([&] { read_all(big, ending); }) == message);
  }
}

TEST_CASE("errors name the input") {
  const TemporaryFile file("tensor([x])");
  try {
    open_reader(Input::open(file.path()), {});
    FAIL("accepted");
  } catch (const Error& error) {
    CHECK(error.place().source == file.path());
  }
}

TEST_CASE("an input without a tensor is an error in every text format") {
  for (const std::string ending : {"", ".json", ".jsonl", ".csv", ".tsv", ".txt"}) {
    CAPTURE(ending);
    CHECK(refusal([&] {
            const TemporaryFile file("", ending);
            open_reader(Input::open(file.path()), {})->next();
          }).starts_with("no tensor"));
  }
}

TEST_CASE("reshaped works out the -1 and refuses what does not fit") {
  struct Row {
    std::vector<long> requested;
    std::size_t elements;
    std::string answer;
  };
  for (const Row& row :
       {Row{{3, 2}, 6, "(3, 2)"},
        Row{{-1}, 6, "(6,)"},
        Row{{-1}, 0, "(0,)"},
        Row{{2, -1}, 6, "(2, 3)"},
        Row{{-1, 2, 1}, 6, "(3, 2, 1)"},
        Row{{6, -1}, 6, "(6, 1)"},
        Row{{}, 1, "()"},
        Row{{1, 1}, 1, "(1, 1)"},
        Row{{0}, 0, "(0,)"},
        Row{{2, 0, 3}, 0, "(2, 0, 3)"},
        Row{{4, -1}, 0, "(4, 0)"},
        Row{std::vector<long>(32, 1), 1, shape_text(Shape(32, 1))},
        Row{{4, -1}, 6, "--shape 4,-1 does not fit 6 elements: that is no multiple of 4"},
        Row{{4, 2}, 6, "--shape 4,2 does not fit 6 elements: it holds 8"},
        Row{{2}, 1, "--shape 2 does not fit 1 element: it holds 2"},
        Row{{0}, 6, "--shape 0 does not fit 6 elements: it holds 0"},
        Row{{0, -1}, 0, "--shape 0,-1 does not fit 0 elements: with a size of 0 the -1 can be any size"},
        Row{{-1, 0}, 6, "--shape -1,0 does not fit 6 elements: with a size of 0 the -1 can be any size"},
        Row{std::vector<long>(2, std::numeric_limits<long>::max()), 6,
            "a tensor of shape (9223372036854775807, 9223372036854775807) has more elements than memory can address"},
        Row{std::vector<long>(33, 1), 1,
            "--shape 1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1: expected 32 sizes at most, "
            "found 33"}}) {
    CAPTURE(row.answer);
    CHECK(reshaped_text(row.requested, row.elements) == row.answer);
  }
}

TEST_CASE("errors about the columns of the expected text name it") {
  const TemporaryFile file("0.7,0.2\n0.1,0.9\n", ".csv");
  ReadOptions options;
  options.columns = "a,b";
  options.is_expected = true;
  CHECK(refusal([&] { open_reader(Input::open(file.path()), options)->next(); }) ==
        file.path() +
            ": --columns a,b: \"a\" is a name, and the first line has numbers; the rows have the columns 1 to 2");
}

TEST_CASE("of several arrays in the expected text, those of results are named first") {
  const TemporaryFile file(R"({"logits":[1,2],"labels":[0,1],"Probabilities":[0.3,0.7]})", ".json");
  const auto message = [&file](bool is_expected) {
    ReadOptions options;
    options.is_expected = is_expected;
    return refusal([&] { open_reader(Input::open(file.path()), options)->next(); });
  };
  CHECK(message(true) ==
        "1:1: the document has 3 arrays of numbers: \"Probabilities\", \"logits\", \"labels\"; choose one with "
        "--expect-pointer /Probabilities");
  CHECK(message(false) ==
        "1:1: the document has 3 arrays of numbers: \"logits\", \"Probabilities\", \"labels\"; choose one with "
        "--pointer /logits");
}
