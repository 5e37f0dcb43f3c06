#include <fstream>
#include <string>

#include <doctest/doctest.h>

#include "check/mistakes/mistakes.h"

using namespace softmax::check;

TEST_CASE("ids, with their parameters") {
  for (const char* id :
       {"log", "dim=0", "dim=0,2", "dim=all", "base=2", "temperature=0.5", "naive", "naive=float16", "dtype=bfloat16",
        "masked-zero", "one-element", "scaled=sqrt(64)", "rounded=3", "quantised=1/256"}) {
    CAPTURE(id);
    CHECK(is_catalogue_id(id));
  }
  for (const char* id : {"", "dim", "dim=", "base=3", "logs", "log=2", "unexplained",
                         "dtype=", "scaled=", "quantised=1/128", "top-k=2"}) {
    CAPTURE(id);
    CHECK_FALSE(is_catalogue_id(id));
  }
}

TEST_CASE("a sentence has a place for a parameter only where there is one") {
  for (const KnownMistake& row : catalogue()) {
    CAPTURE(row.id);
    const bool may_have_one = row.id.ends_with('=') || row.id == "one-element" || row.id == "rounded-inputs";
    CHECK((may_have_one || row.sentence.find('{') == std::string_view::npos));
  }
}

TEST_CASE("the documentation has every id in its table") {
  std::ifstream file(SOFTMAX_SOURCE_DIR "/docs/checking.md");
  std::string ids;  // the first cells of all tables
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("| `")) ids += line.substr(0, line.find('|', 1));
  }
  for (const KnownMistake& row : catalogue()) {
    CAPTURE(row.id);
    const std::string id(row.id);
    CHECK(ids.find('`' + id + (id.ends_with('=') ? "" : "`")) != std::string::npos);
  }
}
