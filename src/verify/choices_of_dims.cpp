#include "verify/choices_of_dims.h"

#include <algorithm>
#include <numeric>

namespace softmax::verify {

std::vector<std::vector<std::size_t>> choices_of_dims(std::size_t rank) {
  constexpr std::size_t highest_rank_for_every_set = 6;
  std::vector<std::vector<std::size_t>> choices;
  if (rank <= highest_rank_for_every_set) {
    for (std::size_t bits = 1; bits < (std::size_t{1} << rank); ++bits) {
      std::vector<std::size_t>& dims = choices.emplace_back();
      for (std::size_t dim = 0; dim < rank; ++dim) {
        if ((bits >> dim & 1U) != 0) dims.push_back(dim);
      }
    }
    std::sort(choices.begin(), choices.end(),
              [](const auto& a, const auto& b) { return a.size() != b.size() ? a.size() < b.size() : a < b; });
    return choices;
  }
  for (std::size_t dim = 0; dim < rank; ++dim) choices.push_back({dim});
  for (std::size_t first = 0; first < rank; ++first) {
    for (std::size_t second = first + 1; second < rank; ++second) choices.push_back({first, second});
  }
  choices.emplace_back(rank);
  std::iota(choices.back().begin(), choices.back().end(), std::size_t{0});
  return choices;
}

}  // namespace softmax::verify
