#include "derive/forms.h"

#include <utility>

namespace softmax::derive {
std::optional<Form> form_by_ending(std::string_view path) {
  constexpr std::array<std::pair<std::string_view, Form>, 4> endings = {
      {{".txt", Form::text}, {".md", Form::markdown}, {".tex", Form::latex}, {".json", Form::json}}};
  for (const auto& [ending, form] : endings) {
    if (path.ends_with(ending)) return form;
  }
  return std::nullopt;
}

std::string written(const Derivation& derivation, Form form, std::optional<int> precision) {
  const Numbers plain(derivation.dtype, precision, Spelling::plain);
  const Numbers math(derivation.dtype, precision, Spelling::math);
  switch (form) {
    case Form::text:
      return text(page(derivation, plain, Syntax(false)), plain);
    case Form::markdown:
      return markdown(page(derivation, math, Syntax(true)), plain);
    case Form::latex:
      return latex(page(derivation, math, Syntax(true)), math);
    case Form::json:
      break;
  }
  return json(derivation, precision);
}
}  // namespace softmax::derive
