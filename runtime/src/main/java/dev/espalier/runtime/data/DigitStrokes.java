package dev.espalier.runtime.data;

import java.util.ArrayList;
import java.util.List;

/**
 * How the ten digits are written: for each digit several hands, each a few strokes of the pen.
 *
 * <p>A stroke is a list of points, x to the right and y downwards in hundredths of the digit's box, through which a
 * Catmull-Rom spline runs. Strokes that meet at a corner share the point.
 */
final class DigitStrokes {

  static final int DIGITS = 10;

  private static final String[][] HANDS = {
    {
      "50,0 20,12 6,50 20,88 50,100 80,88 94,50 80,12 50,0",
      "58,3 28,8 12,48 26,92 55,98 84,76 88,34 70,6 42,8",
      "50,0 30,14 22,50 30,86 50,100 70,86 78,50 70,14 50,0"
    },
    {
      "50,0 50,50 50,100",
      "24,26 40,14 54,0 | 54,0 53,50 52,100",
      "26,22 42,12 54,0 | 54,0 53,50 52,100 | 24,100 52,99 80,100"
    },
    {
      "12,25 30,3 60,0 82,20 75,48 45,75 10,100 | 10,100 50,99 92,98",
      "15,22 35,2 65,2 82,25 68,55 35,82 15,96 10,86 24,80 56,96 92,92",
      "12,30 25,6 55,0 78,16 74,42 50,66 14,100 | 14,100 50,92 90,100"
    },
    {
      "15,15 40,0 72,8 76,30 42,46 | 42,46 80,58 84,82 55,100 12,88",
      "15,3 48,4 82,3 | 82,3 62,24 42,42 | 42,42 78,50 88,76 60,100 14,90",
      "18,10 48,0 76,14 70,36 36,46 72,52 88,74 66,98 12,94"
    },
    {
      "25,0 18,30 12,58 | 12,58 50,59 92,57 | 66,22 64,60 60,100",
      "68,100 68,50 68,0 | 68,0 38,34 8,66 | 8,66 50,66 96,66",
      "22,4 14,34 26,56 50,56 74,50 | 78,2 72,50 66,100"
    },
    {
      "80,2 52,2 25,3 | 25,3 21,22 17,42 | 17,42 48,35 82,50 84,80 52,100 12,90",
      "84,4 30,8 20,40 56,42 84,66 66,94 14,96",
      "24,2 21,22 19,44 | 19,44 54,36 84,56 76,88 44,100 12,88 | 24,2 54,4 86,0"
    },
    {
      "70,2 35,25 14,62 22,92 52,100 80,84 78,60 50,50 18,68",
      "54,0 30,36 14,72 34,99 68,96 82,74 62,54 32,60 14,78",
      "78,12 56,2 28,18 13,56 22,90 52,100 78,84 74,62 46,54 18,70"
    },
    {
      "10,4 50,4 90,4 | 90,4 62,46 40,100",
      "10,6 50,4 88,4 | 88,4 62,46 42,100 | 32,52 56,50 82,50",
      "12,22 14,4 50,8 88,4 | 88,4 56,44 50,100"
    },
    {
      "78,14 50,0 22,14 30,36 70,58 84,82 50,100 16,82 30,58 70,36 78,14",
      "50,48 22,36 22,12 50,0 78,12 76,36 50,48 16,62 16,90 50,100 84,90 84,62 50,48",
      "80,10 44,0 22,22 50,46 80,74 54,100 20,82 44,54 74,32 80,10"
    },
    {
      "80,28 55,2 22,14 20,42 48,54 74,40 82,14 | 82,14 78,58 66,100",
      "80,30 60,2 25,8 16,36 42,54 72,44 82,14 | 82,14 85,60 68,94 25,96",
      "76,24 50,0 20,22 30,50 60,48 78,20 | 78,20 74,60 44,100"
    }
  };

  /** [digit][hand][stroke][2 * point]: x, y from 0 to 1. */
  private static final float[][][][] STROKES = parse();

  private DigitStrokes() {}

  static int hands(int digit) {
    return STROKES[digit].length;
  }

  /** The strokes of a hand, each x0, y0, x1, y1, ... from 0 to 1; to read from only. */
  static float[][] strokes(int digit, int hand) {
    return STROKES[digit][hand];
  }

  private static float[][][][] parse() {
    float[][][][] all = new float[HANDS.length][][][];
    for (int digit = 0; digit < HANDS.length; digit++) {
      all[digit] = new float[HANDS[digit].length][][];
      for (int hand = 0; hand < HANDS[digit].length; hand++) {
        all[digit][hand] = parse(HANDS[digit][hand]);
      }
    }
    return all;
  }

  private static float[][] parse(String text) {
    List<float[]> strokes = new ArrayList<>();
    for (String stroke : text.split("\\|", -1)) {
      String[] numbers = stroke.strip().split("[ ,]", -1);
      float[] points = new float[numbers.length];
      for (int i = 0; i < points.length; i++) {
        points[i] = Integer.parseInt(numbers[i]) / 100f;
      }
      strokes.add(points);
    }
    return strokes.toArray(float[][]::new);
  }
}
