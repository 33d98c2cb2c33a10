package dev.espalier.runtime.data;

import dev.espalier.runtime.random.Randomness;
import java.util.Arrays;

/**
 * Paints one digit after another, each as another person might have written it.
 *
 * <p>The pen's path (splines through the points of {@link DigitStrokes}) is bent by a smooth field, sheared, turned,
 * scaled and moved. A pixel's ink is the part of a soft round pen that covers it, from its distance to the nearest
 * piece of the path. Then come stray strokes, rubbed-out lines, a weaker or stronger pen and noise. One instance
 * paints for one thread and allocates nothing after construction.
 */
final class DigitPainter {

  static final int SIDE = 28;
  static final int PIXELS = SIDE * SIDE;

  private static final float DIGIT_HEIGHT = 19;
  private static final float DIGIT_WIDTH = 13.5f;
  private static final float TURN = 0.25f;
  private static final float SHEAR = 0.25f;
  private static final float SMALLEST = 0.82f;
  private static final float LARGEST = 1.15f;
  private static final float SHIFT = 1.9f;
  private static final float POINT_JITTER = 0.02f;
  private static final float BEND = 0.055f;
  private static final float THINNEST = 0.75f;
  private static final float THICKEST = 1.85f;
  private static final float MOST_NOISE = 0.1f;
  private static final float STRAY_CHANCE = 0.4f;
  private static final float RUB_CHANCE = 0.3f;
  private static final int PIECES = 6;
  private static final float TWO_PI = (float) (2 * Math.PI);

  private final float[] ink = new float[PIXELS];
  private final float[] points = new float[64];
  private final float[] bend = new float[8];
  private Randomness random;

  /** The affine map from the digit's box to pixels: x' = xx x + xy y + x0, y' = yx x + yy y + y0. */
  private float xx;
  private float xy;
  private float yx;
  private float yy;
  private float x0;
  private float y0;

  /** Paints the digit into {@code bytes[at .. at + PIXELS - 1]}, 0 being paper and 255 ink. */
  void paint(int digit, Randomness stream, byte[] bytes, int at) {
    random = stream;
    Arrays.fill(ink, 0);
    chooseShape();
    float radius = random.nextFloat(THINNEST, THICKEST);
    float softness = random.nextFloat(1.0f, 2.2f);
    for (float[] stroke : DigitStrokes.strokes(digit, random.nextInt(DigitStrokes.hands(digit)))) {
      write(stroke, radius, softness);
    }
    strayStrokes();
    rubOut();
    develop(bytes, at);
  }

  private void chooseShape() {
    float angle = random.nextFloat(-TURN, TURN);
    float shear = random.nextFloat(-SHEAR, SHEAR);
    float size = random.nextFloat(SMALLEST, LARGEST);
    float width = DIGIT_WIDTH * size * random.nextFloat(0.78f, 1.2f);
    float height = DIGIT_HEIGHT * size;
    float cos = (float) StrictMath.cos(angle);
    float sin = (float) StrictMath.sin(angle);
    xx = cos * width;
    xy = -sin * height - cos * shear * height;
    yx = sin * width;
    yy = cos * height - sin * shear * height;
    x0 = SIDE / 2f + random.nextFloat(-SHIFT, SHIFT);
    y0 = SIDE / 2f + random.nextFloat(-SHIFT, SHIFT);
    for (int i = 0; i < bend.length; i++) {
      bend[i] = i % 4 == 3 ? TWO_PI * random.nextFloat() : random.nextFloat(-1, 1);
    }
  }

  /** A stroke of the digit: its points bent and mapped to pixels, then a spline through them. */
  private void write(float[] stroke, float radius, float softness) {
    for (int i = 0; i < stroke.length; i += 2) {
      float x = stroke[i] - 0.5f;
      float y = stroke[i + 1] - 0.5f;
      float bentX = x + BEND * wave(0, x, y) + POINT_JITTER * (float) random.nextGaussian();
      float bentY = y + BEND * wave(4, x, y) + POINT_JITTER * (float) random.nextGaussian();
      points[i] = xx * bentX + xy * bentY + x0;
      points[i + 1] = yx * bentX + yy * bentY + y0;
    }
    spline(stroke.length / 2, radius, softness, 1);
  }

  /** A wave of about one period over the box: where strokes meet, they still meet. */
  private float wave(int at, float x, float y) {
    float phase = TWO_PI * (bend[at] * x + bend[at + 1] * y) + bend[at + 3];
    return (1 + bend[at + 2]) * (float) StrictMath.sin(phase);
  }

  /** Up to two short strokes beside or across the digit. */
  private void strayStrokes() {
    for (int i = 0; i < 2; i++) {
      if (random.nextFloat() < STRAY_CHANCE) {
        scratch(random.nextFloat(4, 9));
        spline(3, random.nextFloat(0.5f, 1.1f), random.nextFloat(1, 2), random.nextFloat(0.4f, 0.95f));
      }
    }
  }

  /** Sometimes a line through the digit where the ink is gone. */
  private void rubOut() {
    if (random.nextFloat() < RUB_CHANCE) {
      scratch(random.nextFloat(8, 18));
      spline(3, random.nextFloat(0.5f, 1.2f), 1, -1);
    }
  }

  /** Three points of a slightly bent line somewhere on the paper. */
  private void scratch(float length) {
    float angle = TWO_PI * random.nextFloat();
    float alongX = length / 2 * (float) StrictMath.cos(angle);
    float alongY = length / 2 * (float) StrictMath.sin(angle);
    float centreX = random.nextFloat(3, SIDE - 3);
    float centreY = random.nextFloat(3, SIDE - 3);
    float bow = random.nextFloat(-0.4f, 0.4f);
    points[0] = centreX - alongX;
    points[1] = centreY - alongY;
    points[2] = centreX - bow * alongY;
    points[3] = centreY + bow * alongX;
    points[4] = centreX + alongX;
    points[5] = centreY + alongY;
  }

  /** A Catmull-Rom spline through the first points, in straight pieces. */
  private void spline(int count, float radius, float softness, float strength) {
    for (int i = 0; i < count - 1; i++) {
      int before = 2 * Math.max(i - 1, 0);
      int start = 2 * i;
      int end = start + 2;
      int after = 2 * Math.min(i + 2, count - 1);
      float fromX = points[start];
      float fromY = points[start + 1];
      for (int piece = 1; piece <= PIECES; piece++) {
        float t = (float) piece / PIECES;
        float toX = catmullRom(points[before], points[start], points[end], points[after], t);
        float toY = catmullRom(points[before + 1], points[start + 1], points[end + 1], points[after + 1], t);
        segment(fromX, fromY, toX, toY, radius, softness, strength);
        fromX = toX;
        fromY = toY;
      }
    }
  }

  private static float catmullRom(float a, float b, float c, float d, float t) {
    return b + 0.5f * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
  }

  /** Inks (or, of negative strength, clears) the pixels near a piece of the path by their distance to it. */
  private void segment(float ax, float ay, float bx, float by, float radius, float softness, float strength) {
    float reach = radius + softness / 2;
    int left = Math.max(0, (int) Math.floor(Math.min(ax, bx) - reach));
    int right = Math.min(SIDE - 1, (int) Math.ceil(Math.max(ax, bx) + reach));
    int top = Math.max(0, (int) Math.floor(Math.min(ay, by) - reach));
    int bottom = Math.min(SIDE - 1, (int) Math.ceil(Math.max(ay, by) + reach));
    float alongX = bx - ax;
    float alongY = by - ay;
    float square = Math.max(alongX * alongX + alongY * alongY, 1e-6f);
    for (int y = top; y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        float dx = x + 0.5f - ax;
        float dy = y + 0.5f - ay;
        float t = Math.clamp((dx * alongX + dy * alongY) / square, 0f, 1f);
        float awayX = dx - t * alongX;
        float awayY = dy - t * alongY;
        float away = (float) Math.sqrt(awayX * awayX + awayY * awayY);
        float cover = Math.clamp((reach - away) / softness, 0f, 1f);
        int pixel = y * SIDE + x;
        ink[pixel] = strength < 0
            ? Math.min(ink[pixel], 1 - cover)
            : Math.max(ink[pixel], cover * strength);
      }
    }
  }

  /** Pen pressure and noise, then bytes. */
  private void develop(byte[] bytes, int at) {
    float pressure = random.nextFloat(0.62f, 1);
    float noise = MOST_NOISE * random.nextFloat();
    for (int pixel = 0; pixel < PIXELS; pixel++) {
      float value = pressure * ink[pixel] + noise * grain();
      bytes[at + pixel] = (byte) Math.clamp((int) (255 * value + 0.5f), 0, 255);
    }
  }

  /** Nearly normal with deviation 1: the sum of four 16-bit uniforms of one draw. */
  private float grain() {
    long bits = random.nextLong();
    long sum = (bits & 0xFFFF) + (bits >>> 16 & 0xFFFF) + (bits >>> 32 & 0xFFFF) + (bits >>> 48);
    return (sum * 0x1p-16f - 2) * 1.7320508f;
  }
}
