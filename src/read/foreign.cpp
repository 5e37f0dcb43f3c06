#include "read/foreign.h"

#include <string>

#include "core/error.h"
#include "read/text.h"

namespace softmax::read {

void refuse_utf16(Input& input) {
  const std::string beginning = input.peek(2);
  if (beginning != "\xFF\xFE" && beginning != "\xFE\xFF") return;
  throw Error({input.name(), 0, 0, {}, 0}, "expected UTF-8, found UTF-16; convert it: iconv -f UTF-16 -t UTF-8");
}

void refuse_zeros(Input& input, std::string_view expected) {
  if (!input.peek(1).starts_with('\0')) return;
  const Text text(input.name(), std::string(1, '\0'));
  text.fail_expecting(text.begin(), expected);
}

}  // namespace softmax::read
