# Writes prints.json beside this script: tensors and how R prints them, for tests/formats/printed/r_test.cpp.
#
#     Rscript --vanilla make.R
#
# The file is an array of
#
#     {"shape": [2, 3], "values": ["0.5", ...], "printed": "     [,1] ..."}
#
# The values are in row-major order, with 17 digits or as "NaN", "Inf" and "-Inf". A vector has one size; a data frame
# has the shape of its numbers. Running the script again writes the same bytes (made with R 4.2.2). The seed is fixed.

set.seed(20261129)
random <- function(count, lowest, highest) sample(c(-1, 1), count, TRUE) * 10^runif(count, lowest, highest)

spoilt <- function(x, words) {
  places <- sample(length(x), min(length(words), length(x)))
  x[places] <- words[seq_along(places)]
  x
}

softmax <- function(x) exp(x - max(x)) / sum(exp(x - max(x)))

cases <- character(0)

add <- function(x, printed = capture.output(print(x))) {
  if (is.data.frame(x)) x <- as.matrix(x)
  shape <- if (is.null(dim(x))) length(x) else dim(x)
  rows <- if (length(shape) > 1) aperm(x, rev(seq_along(shape))) else x
  values <- sprintf("\"%s\"", ifelse(is.finite(rows), sprintf("%.17g", rows), as.character(rows)))
  text <- gsub("\"", "\\\"", paste(printed, collapse = "\\n"), fixed = TRUE)
  cases <<- c(cases, sprintf("{\"shape\": [%s], \"values\": [%s], \"printed\": \"%s\"}", paste(shape, collapse = ", "),
                             paste(values, collapse = ", "), text))
}

shapes <- list(1, 3, 17, c(1, 4), c(3, 1), c(3, 4), c(11, 2), c(2, 13), c(2, 3, 2), c(1, 2, 3), c(2, 2, 2, 3))
for (shape in shapes) {
  count <- prod(shape)
  as_shape <- function(x) if (length(shape) > 1) array(x, shape) else x
  add(as_shape(random(count, -8, 6)))
  add(as_shape(random(count, -2, 1)))
  add(as_shape(abs(random(count, -8, 0))))
  add(as_shape(spoilt(random(count, -3, 3), c(0, NaN, Inf, -Inf))))
  add(as_shape(spoilt(random(count, 2, 6), c(0, 1e5, 123456))))
  add(as_shape(softmax(random(count, -1, 1))))
}

# Names.
add(setNames(random(25, -3, 1), paste0("name", 1:25)))
add(c(a = 0.5))
add(summary(c(1, 2.5, 3)))
add(quantile(random(9, -2, 2)))
add(array(random(6, -2, 2), c(2, 3), list(c("a", "longer"), c("x", "y y", "z"))))
add(array(random(6, -2, 2), c(2, 3), list(NULL, c("x", "y", "z"))))
add(array(random(40, -2, 2), c(2, 20), list(c("a", "b"), NULL)))
add(array(random(40, -2, 2), c(2, 20), list(c("a", "b"), paste0("column", 1:20))))
add(array(random(4, -2, 2), c(2, 2), list(row = c("a", "b"), column = c("x", "y"))))
add(array(random(8, -2, 2), c(2, 2, 2), list(c("a", "b"), c("x", "y"), c("p", "q"))))
add(array(random(8, -2, 2), c(2, 2, 2), list(r = c("a", "b"), c = c("x", "y"), k = c("p", "q"))))
add(data.frame(a = random(3, -2, 2), b = random(3, -8, 6)))
add(as.data.frame(matrix(random(30, -2, 2), 2)))
add(data.frame(x = -abs(random(3, -2, 0)), row.names = c("one", "two", "three 3")))

# No elements, other digits and widths, and what knitr and reprex put before each line.
add(numeric(0))
add(matrix(0, 0, 3))
add(matrix(0, 3, 0))
add(array(0, c(2, 0, 2)))
add(array(0, c(0, 2, 2)))
add(array(0, c(2, 2, 0)))
x <- matrix(random(20, -4, 4), 2)
add(x, capture.output(print(x, digits = 3)))
add(x, paste("##", capture.output(print(x))))
add(x, paste("#>", capture.output(print(x))))
add(x[1, ], paste("##", capture.output(print(x[1, ]))))
y <- array(random(12, -4, 4), c(2, 3, 2))
add(y, c("> y", capture.output(print(y)), "> "))
add(y, paste("##", capture.output(print(y))))
options(width = 60)
add(random(30, -8, 1))
add(matrix(random(30, -8, 1), 2))

writeLines(c("[", paste0(cases, c(rep(",", length(cases) - 1), "")), "]"), "prints.json")
