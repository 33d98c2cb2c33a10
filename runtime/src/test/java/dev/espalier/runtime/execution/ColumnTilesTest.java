package dev.espalier.runtime.execution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnTilesTest {

  @ParameterizedTest
  @ValueSource(ints = {6, 7, 96, 97, 131, 192, 204})
  void aWeightStandsInItsColumnsTileByRow(int columns) {
    int rows = 5;
    float[] weights = new float[rows * columns];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = i + 1;
    }
    float[] tiles = new float[weights.length];

    for (int piece = 0; piece < ColumnTiles.pieces(columns); piece++) {
      ColumnTiles.copy(weights, rows, columns, piece, tiles);
    }

    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int first = column / ColumnTiles.WIDTH * ColumnTiles.WIDTH;
        int width = Math.min(ColumnTiles.WIDTH, columns - first);
        assertThat(tiles[first * rows + row * width + column - first])
            .as("row %d, column %d", row, column).isEqualTo(weights[row * columns + column]);
      }
    }
  }
}
