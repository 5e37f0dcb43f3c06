#include "cli/values.h"

#include <string>

#include <doctest/doctest.h>

#include "core/error.h"

using namespace softmax;
using namespace softmax::cli;

namespace {

/// What the Error says that the call throws; "accepted" when it throws none.
template <class Call>
std::string refusal(Call call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

}  // namespace

TEST_CASE("dims") {
  CHECK(parse_dims("0").list == std::vector<long>{0});
  CHECK(parse_dims("-1").list == std::vector<long>{-1});
  CHECK(parse_dims("2,-3,0").list == std::vector<long>{2, -3, 0});
  CHECK(parse_dims("all").all);
  for (const std::string bad : {"x", "1.5", "0,", ",0", "1 2", "+1", "99999999999999999999", "ALL"}) {
    CHECK(refusal([&] { parse_dims(bad); }) == "--dim " + bad + ": expected an integer, a list such as 0,2, or all");
  }
  CHECK(refusal([] { parse_dims(""); }) == "--dim '': expected an integer, a list such as 0,2, or all");
}

TEST_CASE("indices") {
  CHECK(parse_index("0,0,0") == std::vector<long>{0, 0, 0});
  CHECK(parse_index("-1") == std::vector<long>{-1});
  CHECK(parse_index("").empty());
  for (const std::string bad : {"x", "0,", ",", "1.5", "[0,0]", "0 0", "0;0"}) {
    CHECK(refusal([&] { parse_index(bad); }) ==
          "--explain " + bad + ": expected one integer for each dim such as 0,0,-1");
  }
}

TEST_CASE("shapes") {
  CHECK(parse_shape("3,2") == std::vector<long>{3, 2});
  CHECK(parse_shape("-1,4") == std::vector<long>{-1, 4});
  CHECK(parse_shape("0") == std::vector<long>{0});
  for (const std::string bad : {"3,-2", "-1,-1", "3x2", "(3,2)", "3,"}) {
    CHECK(refusal([&] { parse_shape(bad); }) ==
          "--shape " + bad + ": expected sizes such as 3,2, of which one may be -1");
  }
}

TEST_CASE("temperature and theta") {
  CHECK(parse_temperature("0.5").value == 0.5);
  CHECK(parse_temperature("1e-300").is_temperature);
  CHECK(parse_theta("-2").value == -2);
  CHECK(parse_theta("0").value == 0);
  CHECK_FALSE(parse_theta("3").is_temperature);
  for (const std::string bad : {"0", "-1", "inf", "nan", "1e999", "1.5x", "one"}) {
    CHECK(refusal([&] { parse_temperature(bad); }) == "--temperature " + bad + ": expected a finite number above 0");
  }
  for (const std::string bad : {"inf", "-inf", "nan", "1e999", "1,5"}) {
    CHECK(refusal([&] { parse_theta(bad); }) == "--theta " + bad + ": expected a finite number");
  }
}

TEST_CASE("delimiters") {
  CHECK(parse_delimiter(";") == ';');
  CHECK(parse_delimiter(" ") == ' ');
  CHECK(parse_delimiter("\\t") == '\t');
  CHECK(parse_delimiter("\t") == '\t');
  for (const std::string bad : {"ab", "1", ".", "-", "\"", "e", "N"}) {
    CHECK(refusal([&] { parse_delimiter(bad); }) ==
          "--delimiter " + bad + ": expected one byte such as , ; or \\t that can't be part of a number");
  }
}

TEST_CASE("whole numbers, choices, troubles") {
  CHECK(parse_whole("--precision", "4", 0, 1074) == 4);
  CHECK(refusal([] { parse_whole("--precision", "-1", 0, 1074); }) ==
        "--precision -1: expected a whole number from 0 to 1074");
  CHECK(refusal([] { parse_whole("--threads", "0", 1, 8); }) == "--threads 0: expected a whole number from 1 to 8");
  CHECK(refusal([] { parse_whole("--threads", "two", 1, 8); }) == "--threads two: expected a whole number from 1 to 8");
  CHECK(refusal([] { require_choice("--mode", "naive", {"stable", "naive"}); }) == "accepted");
  CHECK(refusal([] {
          require_choice("--mode", "fast", {"stable", "naive"});
        }) == "--mode fast: expected one of stable, naive");
  CHECK(parse_fail_on("nan") == std::vector<Trouble>{Trouble::nan_output});
  CHECK(parse_fail_on("overflow,underflow") ==
        std::vector<Trouble>{Trouble::overflow, Trouble::sum_overflow, Trouble::underflow, Trouble::zero_sum});
  CHECK(refusal([] { parse_fail_on("nans"); }) == "--fail-on nans: expected a list of nan, overflow, underflow");
}

TEST_CASE("tolerances") {
  CHECK(parse_tolerance("--atol", "0") == 0);
  CHECK(parse_tolerance("--atol", "1e-3") == 1e-3);
  for (const std::string bad : {"-1", "nan", "inf", "1%", "x"}) {
    CHECK(refusal([&] { parse_tolerance("--rtol", bad); }) ==
          "--rtol " + bad + ": expected a finite number of at least 0");
  }
  CHECK(refusal([] { parse_tolerance("--atol", ""); }) == "--atol '': expected a finite number of at least 0");
}
