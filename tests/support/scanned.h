#pragma once

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "formats/printed/forms.h"
#include "support/print_texts.h"
#include "support/refusal.h"

namespace softmax::test {

/// The tensors of a text as shown() shows them, a line each; "none" where it holds none, or the error. On demand "| any
/// rank" is after those whose print does not show its rank.
inline std::string scanned(const std::string& bytes, bool with_rank = false) {
  std::string answer;
  const std::string error = refusal([&] {
    const Text text("input", bytes);
    const formats::PrintText print(text);
    for (const formats::PrintedTensor& tensor : formats::scan_prints(print)) {
      answer += (answer.empty() ? "" : "\n") + shown(tensor);
      if (with_rank && !tensor.shows_rank) answer += " | any rank";
    }
  });
  if (error != "accepted") return error;
  return answer.empty() ? "none" : answer;
}

/// The same with a line end after each tensor.
inline std::string scanned_lines(const std::string& bytes) {
  std::string answer;
  const std::string error = refusal([&] {
    const Text text("input", bytes);
    const formats::PrintText print(text);
    for (const formats::PrintedTensor& tensor : formats::scan_prints(print)) answer += shown(tensor) + "\n";
  });
  if (error != "accepted") return error;
  return answer.empty() ? "none" : answer;
}

/// The message for a print that leaves numbers out.
inline const std::string summarised =
    "the print leaves numbers out here; print all of them: torch.set_printoptions(threshold=math.inf), "
    "numpy.set_printoptions(threshold=sys.maxsize)";

/// A text, and what is read.
struct TextCase {
  const char* text;
  const char* answer;
};

/// A print, the system and version that printed it (or "typed"), and what is read.
struct PrintCase {
  const char* source;
  std::string text;
  std::string answer;
};

inline void check_prints(const std::vector<PrintCase>& prints) {
  for (const PrintCase& print : prints) {
    CAPTURE(print.source);
    CAPTURE(print.text);
    CHECK(scanned(print.text) == print.answer);
  }
}

}  // namespace softmax::test
