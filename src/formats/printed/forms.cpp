#include "formats/printed/forms.h"

#include <array>

#include "core/formatted.h"

namespace softmax::formats {
namespace {
constexpr std::array<std::string_view, 6> words_of_rows = {"[torch.", "Type{",        "Type]{",
                                                           ",.,.) =", "Columns 0 to", "Variable containing:"};
constexpr std::array<std::string_view, 2> words_of_calls = {"<tf.", "Tensor(shape="};
constexpr std::array<std::string_view, 1> words_of_lists = {"<NDArray "};

constexpr std::array<std::string_view, 1> words_of_sympy = {"\xE2\x8E\xA1"};
constexpr std::array<std::string_view, 1> words_of_r = {"[,1]"};
constexpr std::array<std::string_view, 3> words_of_frames = {"\ndtype: ", "Empty DataFrame\n", "Series([], "};
constexpr std::array<std::string_view, 9> words_of_octave = {
    "Columns 1 through ", "Columns 1 and 2", "Column 1:",    "(:,:,1", "Diagonal Matrix",
    "Permutation Matrix", "[](0x",           "column 1 to ", "octave:"};
constexpr std::array<std::string_view, 4> words_of_julia = {"Matrix{", "Vector{", "[:, :, 1", "julia> "};

constexpr auto form_table =
    std::to_array<PrintForm>({{"octave", words_of_octave, may_start_octave, read_octave, false},
                              {"julia", words_of_julia, may_start_julia, read_julia, false},
                              {"typed", {}, may_start_typed, read_typed, true},
                              {"r", words_of_r, may_start_r, read_r, false},
                              {"frame", words_of_frames, may_start_frame, read_frame, false},
                              {"sympy", words_of_sympy, may_start_sympy, read_sympy, false},
                              {"rows", words_of_rows, may_start_rows, read_rows, false},
                              {"call", words_of_calls, may_start_call, read_call, true},
                              {"scalar", {}, may_start_scalar, read_scalar, true},
                              {"list", words_of_lists, may_start_list, read_list, true}});
}  // namespace

std::span<const PrintForm> print_forms() { return form_table; }

void check_named_shape(const PrintText& text, const char* at, const Shape& named, PrintedTensor& tensor) {
  if (named.size() > largest_rank) {
    text.fail(at, formatted("expected a tensor of rank {} at most, found {} sizes", largest_rank, named.size()));
  }
  if (tensor.numbers.empty() && element_count(named) == 0) tensor.shape = named;
  if (tensor.shape == named) return;
  text.fail(
      at, formatted("the print says shape {}, its numbers have shape {}", shape_text(named), shape_text(tensor.shape)));
}
}  // namespace softmax::formats
