#include "formats/printed/text.h"

#include <string>

#include <doctest/doctest.h>

#include "support/refusal.h"

using namespace softmax;
using namespace softmax::formats;
using softmax::test::refusal;

namespace {

/// What follows the part that `skip` skips at the beginning of a text.
template <class Skip>
std::string behind(const std::string& bytes, Skip skip) {
  const Text text("input", bytes);
  const PrintText print(text);
  const char* at = skip(print);
  return at == nullptr ? "nothing" : std::string(at, text.end());
}

std::string group_end(const std::string& bytes) {
  return behind(bytes, [](const PrintText& text) { return text.group_end(text.begin()); });
}

/// Skips inside a print that begins behind `before`.
std::string inside(const std::string& before, const std::string& bytes) {
  return behind(before + bytes, [&](const PrintText& text) {
    const char* print = text.begin() + before.size();
    return text.skip_inside(print, print);
  });
}

bool begins_number(const std::string& text) { return formats::begins_number(text.data(), text.data() + text.size()); }

std::size_t ellipsis_length(const std::string& text) {
  return formats::ellipsis_length(text.data(), text.data() + text.size());
}

}  // namespace

TEST_CASE("blanks are those of ASCII and the non-breaking space") {
  const auto blanks = [](const PrintText& text) { return text.skip_blanks(text.begin()); };
  const auto of_line = [](const PrintText& text) { return text.skip_blanks_of_line(text.begin()); };
  CHECK(behind(" \t\r\f\v\xC2\xA0\n\xC2\xA0 x", blanks) == "x");
  CHECK(behind(" \t\xC2\xA0\r\nx", of_line) == "\nx");
  CHECK(behind("x", blanks) == "x");
  CHECK(behind("\xC2", blanks) == "\xC2");  // half of a non-breaking space
  CHECK(behind(std::string("\0 ", 2), blanks).size() == 2);
  CHECK(behind(" \n ", blanks).empty());
  CHECK(behind("", blanks).empty());
}

TEST_CASE("inside a print, margins and comments are no part of it") {
  CHECK(inside("", " \n  1]") == "1]");
  CHECK(inside("", "# the first\n 1]") == "1]");
  CHECK(inside("", "// the first\n 1]") == "1]");
  CHECK(inside("", " # no line behind") == "");
  CHECK(inside("# ", "\n# 1]") == "1]");
  CHECK(inside("## ", "\r\n ## 1]") == "1]");
  CHECK(inside("// ", "\n// 1]") == "1]");
  CHECK(inside("> ", "\n> 1]") == "1]");
  CHECK(inside("x = f()  # ", "\n        # 1]") == "1]");
  CHECK(inside("", "\n# 1\n2]") == "2]");  // outside a comment, '#' begins one
  CHECK(inside("y\n", "\n# 1\n2]") == "2]");
  CHECK(inside("# y\n", "\n# 1\n2]") == "2]");
}

TEST_CASE("the dots that continue a line of a Python session are told from numbers left out") {
  CHECK(inside(">>> ", "\n... [1]") == "[1]");
  CHECK(inside(">>> ", "\n...   -1.5]") == "-1.5]");
  CHECK(inside("", "\n... ]") == "]");
  CHECK(inside("", "\n...,\n1]") == "...,\n1]");
  CHECK(inside("", "\n..., 1]") == "..., 1]");
  CHECK(inside("", "\n...\n1]") == "...\n1]");
  CHECK(inside("", "\n  ... 1]") == "... 1]");  // a session's dots stand first on the line
  CHECK(inside("", " ... 1]") == "... 1]");
}

TEST_CASE("names are letters, digits, points and underscores") {
  const auto name_end = [](const PrintText& text) { return text.name_end(text.begin()); };
  CHECK(behind("np.array([", name_end) == "([");
  CHECK(behind("_x1=", name_end) == "=");
  CHECK(behind("1x", name_end) == "1x");
  CHECK(behind(".x", name_end) == ".x");
  CHECK(behind("x", name_end).empty());
  CHECK(behind("", name_end).empty());
}

TEST_CASE("a group ends at the bracket of its kind, whatever stands between") {
  CHECK(group_end("(2, 3), x") == ", x");
  CHECK(group_end("[a[0](1){2}<3>]x") == "x");
  CHECK(group_end("<f at (1)>)") == ")");
  CHECK(group_end("(device='cuda:)', b=\"]\")x") == "x");
  CHECK(group_end("(it's)x") == "x");  // an apostrophe alone on its line
  CHECK(group_end("(')\n')x") == "\n')x");
  CHECK(group_end("(1\n2\n)x") == "x");
  CHECK(group_end("(]") == "nothing");
  CHECK(group_end("([)]") == "nothing");
  CHECK(group_end("(1") == "nothing");
  CHECK(group_end("x") == "nothing");
}

TEST_CASE("a group longer than 1024 bytes is none") {
  CHECK(group_end("(" + std::string(1022, 'x') + ")") == "");
  CHECK(group_end("(" + std::string(1023, 'x') + ")") == "nothing");
}

TEST_CASE("lines begin behind a line feed and end before the next") {
  const Text text("input", "ab\n\ncd");
  const PrintText print(text);
  const char* begin = text.begin();
  CHECK(print.line_begin(begin + 1) == begin);
  CHECK(print.line_begin(begin + 2) == begin);
  CHECK(print.line_begin(begin + 3) == begin + 3);
  CHECK(print.line_begin(text.end()) == begin + 4);
  CHECK(print.line_end(begin) == begin + 2);
  CHECK(print.line_end(begin + 2) == begin + 2);
  CHECK(print.line_end(begin + 3) == begin + 3);
  CHECK(print.line_end(begin + 5) == text.end());
  const Text ended("input", "a\n");
  CHECK(PrintText(ended).line_begin(ended.end()) == ended.end());
}

TEST_CASE("what begins a number") {
  for (const char* text :
       {"1", "-1", "+1", ".5", "-.5", "1.", "nan", "NaN]", "-inf,", "inf", "INF ", "Infinity", "-infinity]", "nan)"}) {
    CAPTURE(text);
    CHECK(begins_number(text));
  }
  for (const char* text : {"", "-", "+", ".", "-.", "x", "nano", "info", "infinite", "infinity_", "nan1", "in", "e5",
                           "--1", "\xE2\x88\x9E"}) {
    CAPTURE(text);
    CHECK_FALSE(begins_number(text));
  }
}

TEST_CASE("numbers left out: three dots, or one character that shows them") {
  CHECK(ellipsis_length("...,") == 3);
  CHECK(ellipsis_length("\xE2\x80\xA6") == 3);  // …
  CHECK(ellipsis_length("\xE2\x8B\xAE") == 3);  // ⋮
  CHECK(ellipsis_length("\xE2\x8B\xB1") == 3);  // ⋱
  CHECK(ellipsis_length("..") == 0);
  CHECK(ellipsis_length("\xE2\x80") == 0);
  CHECK(ellipsis_length("") == 0);
}

TEST_CASE("the error for a summarised print says how to print all numbers") {
  const Text text("input", "[1,\n ...]");
  const PrintText print(text);
  CHECK(refusal([&] { fail_summarised(print, text.begin() + 5); }) ==
        "2:2: the print leaves numbers out here; print all of them: torch.set_printoptions(threshold=math.inf), "
        "numpy.set_printoptions(threshold=sys.maxsize)");
}
