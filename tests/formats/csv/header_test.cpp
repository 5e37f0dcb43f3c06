#include <optional>
#include <string>

#include <doctest/doctest.h>

#include "formats/csv/opening.h"
#include "support/refusal.h"

using namespace softmax;
using namespace softmax::formats;
using softmax::test::refusal;

namespace {

bool has_header(const std::string& bytes, HeaderRule rule = HeaderRule::automatic,
                std::optional<std::size_t> label_columns = std::nullopt, Missing missing = Missing::error) {
  const Text text("test", bytes);
  ReadOptions options;
  options.header = rule;
  options.label_columns = label_columns;
  options.missing = missing;
  RowWalker walker(text.bytes(), ',');
  return opening_of(text, walker, options).has_header;
}

}  // namespace

TEST_CASE("a header is a first line without numbers, label columns aside") {
  CHECK(has_header("a,b\n1,2\n"));
  CHECK(has_header("\"a\",\"1 star\"\n1,2\n"));
  CHECK(has_header(",b\n1,2\n"));
  CHECK_FALSE(has_header("1,2\n3,4\n"));
  CHECK_FALSE(has_header("nan,\"-inf\"\n3,4\n"));
  CHECK_FALSE(has_header("1e400\n"));  // a number, though it is beyond float64
  CHECK(has_header("1,a\n", HeaderRule::automatic, 1));
  CHECK_FALSE(has_header("a,1\n", HeaderRule::automatic, 1));
}

TEST_CASE("--header decides alone") {
  CHECK(has_header("1,2\n", HeaderRule::yes));
  CHECK(has_header("1,a\n", HeaderRule::yes));
  CHECK_FALSE(has_header("a,b\n", HeaderRule::no));
}

TEST_CASE("a mixed first line and control bytes are refused") {
  CHECK(refusal([] { has_header("1,a\n"); }) ==
        "1:3: expected a number, found \"a\": the first line has numbers too; "
        "--header yes or --header no says what it is");
  CHECK(refusal([] { has_header("a,1\n"); }) ==
        "1:1: expected a number, found \"a\": the first line has numbers too; --header yes or --header no says what it "
        "is, --label-columns N passes the first N columns through (N is 0 now)");
  CHECK(refusal([] { has_header("a,b\x02\n"); }) == "1:4: expected a number, found the byte 0x02");
}

TEST_CASE("the note shows the first bytes of the header") {
  CHECK(csv_header_note("a,b") == "header: a,b");
  CHECK(csv_header_note(std::string(81, 'a')) == "header: " + std::string(80, 'a') + "...");
  CHECK(csv_header_note("\"a\r\nb\"") == "header: \"a...");
}
