namespace Shop;

internal enum OrderState : byte
{
    Received,
    Priced,
    Reserved,
    Journalled,
}
