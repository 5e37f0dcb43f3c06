#pragma once

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "formats/printed/forms.h"
#include "support/print_texts.h"
#include "support/refusal.h"

namespace softmax::test {

/// The tensors of a text as shown() shows them, a line each; "none" where it holds none, or the error.
inline std::string scanned(const std::string& bytes) {
  std::string answer;
  const std::string error = refusal([&] {
    const Text text("input", bytes);
    const formats::PrintText print(text);
    for (const formats::PrintedTensor& tensor : formats::scan_prints(print)) {
      answer += (answer.empty() ? "" : "\n") + shown(tensor);
    }
  });
  if (error != "accepted") return error;
  return answer.empty() ? "none" : answer;
}

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
