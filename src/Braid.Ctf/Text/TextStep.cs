using Braid.Ctf.Decoding;

namespace Braid.Ctf.Text;

/// <summary>A step of <see cref="EventText"/>: a literal, then a value.</summary>
/// <param name="Literal">What is printed first, padded to a multiple of <see cref="TextBuffer.LabelRoom"/>.</param>
/// <param name="Length">Bytes of the literal.</param>
/// <param name="Kind">The value that follows.</param>
/// <param name="Field">Its field; null for the kinds without.</param>
/// <param name="Names">Whether names of fields inside it are printed.</param>
internal readonly record struct TextStep(byte[] Literal, int Length, TextStepKind Kind, Field? Field, bool Names);
