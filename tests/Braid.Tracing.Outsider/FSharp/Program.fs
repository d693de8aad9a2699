module Outsider.Program

open System
open Braid.Tracing

type Colour =
    | Red = 1
    | Blue = 2

let one = Tracepoint<int>("outsider", "one", "a")
let two = Tracepoint<int, string>("outsider", "two", "a", "b", TraceLevel.Warning)
let three = Tracepoint<Colour, float, Guid>("outsider", "three", "a", "b", "c")
let four = Tracepoint<bool, char, DateTime, int[]>("outsider", "four", "a", "b", "c", "d")

[<EntryPoint>]
let main arguments =
    two.Write(1, "zwei")
    three.Write(Colour.Blue, 3.5, Guid.Empty)
    four.Write(true, 'B', DateTime.UnixEpoch, [| 4; 44 |])

    for i in 1 .. int arguments[0] do
        one.Write i

    0
