#include "core/slices.h"

#include <vector>

#include <doctest/doctest.h>

#include "support/invariants.h"

using namespace softmax;

TEST_CASE("pieces cover the elements in order and name the slice that coordinates name") {
  struct Case {
    Shape shape;
    std::vector<long> dims;
  };
  const Case cases[] = {{{6}, {0}},          {{4, 6}, {1}},          {{4, 6}, {0}},       {{2, 3, 4}, {1}},
                        {{2, 3, 4}, {0, 2}}, {{2, 3, 2, 4}, {0, 2}}, {{3, 1, 5}, {1}},    {{2, 3, 2, 2}, {1, 3}},
                        {{1, 1}, {0}},       {{5, 1, 4}, {2}},       {{2, 3, 4}, {0, 1}}, {{2, 1, 3}, {1, 0}}};
  for (const Case& c : cases) {
    CAPTURE(shape_text(c.shape));
    const Slices slices(c.shape, {.all = false, .list = c.dims});
    const auto members = test::slices_by_coordinates(c.shape, slices);
    std::vector<std::size_t> slice_of(element_count(c.shape));
    for (std::size_t s = 0; s < members.size(); ++s) {
      for (const std::size_t place : members[s]) slice_of[place] = s;
    }
    CHECK(slices.panels() * slices.panel_elements() == slice_of.size());
    CHECK(slices.count() == members.size());
    // In one go and cut at every size: the places and slices are the same.
    for (std::size_t step = 1; step <= slices.panel_elements(); ++step) {
      for (std::size_t panel = 0; panel < slices.panels(); ++panel) {
        std::size_t next = 0;
        for (std::size_t first = 0; first < slices.panel_elements(); first += step) {
          slices.for_each_piece(
              first, std::min(step, slices.panel_elements() - first), [&](const Slices::Piece& piece) {
                REQUIRE(piece.first == next);
                for (std::size_t i = 0; i < piece.rows * piece.columns; ++i, ++next) {
                  const std::size_t slice = slice_number(slices, panel, piece.slice + i % piece.columns);
                  REQUIRE(slice_of[panel * slices.panel_elements() + next] == slice);
                }
              });
        }
        REQUIRE(next == slices.panel_elements());
      }
    }
  }
}

TEST_CASE("dims of size 0 leave slices that are empty, or none") {
  const Slices along_empty({2, 0}, {.all = false, .list = {1}});
  CHECK(along_empty.count() == 2);
  CHECK(along_empty.length() == 0);
  CHECK(along_empty.kept() == Shape{2});
  const Slices next_to_empty({2, 0}, {.all = false, .list = {0}});
  CHECK(next_to_empty.count() == 0);
  CHECK(next_to_empty.length() == 2);
}
