#include "formats/printed/printers.h"

#include <algorithm>
#include <array>

namespace softmax::formats {
namespace {
/// A call that a library prints.
struct PrintedCall {
  std::string_view name;
  const Printer* printer;
};

constexpr std::array<PrintedCall, 11> calls = {{{"tensor", &printers::torch},
                                                {"array", &printers::numpy},
                                                {"matrix", &printers::numpy},
                                                {"Matrix", &printers::sympy},
                                                {"Tensor", &printers::paddle},
                                                {"tf.Tensor", &printers::tensorflow},
                                                {"tf.Variable", &printers::tensorflow},
                                                {"EagerTensor", &printers::tensorflow},
                                                {"Array", &printers::jax},
                                                {"DeviceArray", &printers::jax},
                                                {"ShardedDeviceArray", &printers::jax}}};
}  // namespace

const Printer& printer_of_call(std::string_view name) {
  const auto found = std::find_if(calls.begin(), calls.end(), [&](const PrintedCall& row) { return row.name == name; });
  return found == calls.end() ? by_hand : *found->printer;
}

const Printer& printer_of_rows(std::span<const NumberToken> numbers) {
  constexpr int fewest_decimals = 4;
  std::optional<int> decimals;
  for (const NumberToken& number : numbers) {
    const Spelling look = spelling(number.text);
    if (!look.is_finite) continue;
    if (look.decimals < fewest_decimals || decimals.value_or(look.decimals) != look.decimals) return printers::rows;
    decimals = look.decimals;
  }
  return decimals ? printers::fixed_rows : printers::rows;
}
}  // namespace softmax::formats
