#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/shape.h"

namespace softmax {

/// How near a printed number is to the computed one: the first that holds, each with the allowance of those before it.
/// `tolerance` stands in the place of the first three where --atol or --rtol is given.
enum class Level { digits, inputs, dtype, tolerance, last_digit, mismatch };
inline constexpr std::size_t level_count = 6;
inline constexpr std::array<std::string_view, level_count> level_names = {"digits",    "inputs",     "dtype",
                                                                          "tolerance", "last-digit", "mismatch"};

inline constexpr std::string_view name(Level level) { return level_names[static_cast<std::size_t>(level)]; }
inline constexpr bool agrees(Level level) { return level < Level::last_digit; }

/// What somebody computed instead, if a print disagrees.
struct Explanation {
  std::string id;         ///< of the catalogue in docs/checking.md, such as "dim=0"
  std::string sentence;   ///< what the print is
  std::string command;    ///< that reproduces it; empty where there is none
  std::size_t group = 0;  ///< explanations of one group give the same numbers on this input: no print tells them apart
};

/// An element of a print beside what was computed.
struct ComparedElement {
  Index index;
  std::string printed;
  double computed = 0;
  double distance = 0;          ///< between the two; NaN where one of them is no number
  std::optional<double> units;  ///< the distance in units of the print; nothing where it has none
};

/// What became of comparing a result with a print.
struct Verdict {
  Level level = Level::digits;  ///< the worst of the elements; mismatch for another shape
  std::string rule;             ///< which was used: "printed digits, …" or "atol 0.001, rtol 0"
  Shape printed_shape;
  bool has_other_shape = false;
  bool is_missing = false;        ///< the file has no tensor to compare with; nothing else holds
  bool has_surplus = false;       ///< the file has more tensors than there were results; this is the last result's
  bool agrees_by_digits = false;  ///< a tolerance says no, though the print is right to its digits
  std::array<std::size_t, level_count> levels{};  ///< elements that reached each
  std::optional<ComparedElement> worst;           ///< nothing for another shape, or without elements
  std::optional<Index> first_disagreeing;
  std::vector<Explanation> explanations;  ///< simplest first; none are looked for where the print agrees
  std::size_t slices_looked_at = 0;       ///< that the explanations were tried on; 0 when all were

  bool agrees() const { return softmax::agrees(level) && !has_surplus; }
  std::size_t disagreeing() const {
    return levels[static_cast<std::size_t>(Level::last_digit)] + levels[static_cast<std::size_t>(Level::mismatch)];
  }
};

}  // namespace softmax
