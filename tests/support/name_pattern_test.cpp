#include "support/name_pattern.h"

#include <doctest/doctest.h>

namespace softmax::test {

TEST_CASE("a pattern is found in any place of a name, in capitals or small letters") {
  for (const char* pattern : {"csv.case: semicolons are known", "semicolons", "KNOWN", "csv.case: semicolons*",
                              "csv*known", "*", "", "a*e", "**semi**"}) {
    CAPTURE(pattern);
    CHECK(has_pattern("csv.case: Semicolons are known", pattern));
  }
  for (const char* pattern : {"commas", "known*csv", "semicolons  are", "csv.case: semicolons are known!", "?sv"}) {
    CAPTURE(pattern);
    CHECK_FALSE(has_pattern("csv.case: Semicolons are known", pattern));
  }
}

TEST_CASE("the pieces of a pattern do not share letters of the name") {
  CHECK(has_pattern("abab", "ab*ab"));
  CHECK_FALSE(has_pattern("aba", "ab*ba"));
}

}  // namespace softmax::test
