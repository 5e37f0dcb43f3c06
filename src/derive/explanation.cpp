#include "derive/explanation.h"

#include <utility>

#include "derive/json.h"
#include "derive/layouts.h"
#include "derive/page.h"

namespace softmax::derive {

std::optional<Format> format_by_ending(std::string_view path) {
  constexpr std::array<std::pair<std::string_view, Format>, 4> endings = {
      {{".txt", Format::text}, {".md", Format::markdown}, {".tex", Format::latex}, {".json", Format::json}}};
  for (const auto& [ending, format] : endings) {
    if (path.ends_with(ending)) return format;
  }
  return std::nullopt;
}

std::string explanation(const Derivation& derivation, Format format, std::optional<int> precision) {
  const Numbers plain(derivation.dtype, precision, Spelling::plain);
  const Numbers math(derivation.dtype, precision, Spelling::math);
  switch (format) {
    case Format::text:
      return text(page(derivation, plain, Syntax(false)), plain);
    case Format::markdown:
      return markdown(page(derivation, math, Syntax(true)), plain);
    case Format::latex:
      return latex(page(derivation, math, Syntax(true)), math);
    case Format::json:
      break;
  }
  return json(derivation, precision);
}

}  // namespace softmax::derive
